# Builds the one image that every process of an installation runs; the command says which: web, worker, beat, migrate.
# No secret goes in: the image takes everything from its environment when it starts.
# BASE is any Debian 12 with Python 3.11 or newer as python3.
ARG BASE=python:3.11-slim-bookworm
ARG NODE=node:22-bookworm-slim

# --- front-end packages ---
FROM ${NODE} AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# --- environment, translations, static files ---
FROM ${BASE} AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN /opt/venv/bin/pip install --require-hashes -r requirements/base.txt
COPY . .
COPY --from=front /app/node_modules node_modules
# collectstatic reads the settings, which refuse to start without a secret: this one is thrown away with its process.
RUN /opt/venv/bin/python scripts/vendor.py \
    && rm -rf node_modules \
    && for po in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o "${po%.po}.mo" "$po"; done \
    && SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))') \
       /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p var/files

# --- what runs ---
FROM ${BASE}
# The third library makes PDFs twice as fast; the font is for characters that ours lack.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin house
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# The code belongs to root: a process can write its data and nothing else.
RUN chown house:house /app/var /app/var/files
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 VAR_DIR=/app/var
WORKDIR /app
USER house
EXPOSE 8000
ENTRYPOINT ["/app/deploy/entrypoint"]
CMD ["web"]
