"""Documents: asked for, made by a worker, fetched by who may. A figure always comes from the app that owns the data."""
