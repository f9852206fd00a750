"""Forms about projects, structures, who takes part, and invitations."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import account_of
from cohorts.models import Cohort
from cohorts.queries import team_cohorts
from core.dates import today
from core.forms import BaseForm, EditForm
from projects import queries
from projects.access import roles_to_invite
from projects.enums import InvitedRole
from projects.models import Invitation, Membership, Participant, Project, Structure

TEXT = forms.Textarea(attrs={"rows": 4})
ADDRESS = _("The word in the page’s address. Left empty, it is made of the name.")
OF_PROJECT = fields_for_model(Project, fields=["name", "slug", "purpose", "territory"], widgets={"purpose": TEXT})
OF_STRUCTURE = fields_for_model(
    Structure, fields=["name", "slug", "town", "presentation"], widgets={"presentation": TEXT}
)
for known in (OF_PROJECT, OF_STRUCTURE):
    known["slug"].required = False
    known["slug"].help_text = ADDRESS
OF_MEMBERSHIP = fields_for_model(Membership, fields=["leaving_reason"])
OF_INVITATION = fields_for_model(Invitation, fields=["email", "name", "language"])


def offer(form, name, rows):
    """Narrows a choice to what this person may choose."""
    field: Any = form.fields[name]
    field.queryset = rows


def day_field(label):
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class ProjectFields(BaseForm):
    name = OF_PROJECT["name"]
    purpose = OF_PROJECT["purpose"]
    territory = OF_PROJECT["territory"]


class NewProjectForm(ProjectFields):
    slug = OF_PROJECT["slug"]
    cohort = forms.ModelChoiceField(Cohort.objects.none(), to_field_name="slug", label=_("Cohort"))

    field_order = ["cohort", "name", "slug"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "cohort", team_cohorts(user))


class ChangeProjectForm(EditForm, ProjectFields):
    pass


class StructureFields(BaseForm):
    name = OF_STRUCTURE["name"]
    town = OF_STRUCTURE["town"]
    siret = forms.CharField(
        label=_("SIRET"), required=False, max_length=30, help_text=_("Fourteen digits; leave empty without one.")
    )
    rna = forms.CharField(
        label=_("RNA"), required=False, max_length=30, help_text=_("W and nine digits, for an association.")
    )
    presentation = OF_STRUCTURE["presentation"]

    def clean_siret(self):
        return re.sub(r"[\s.\u00a0\u202f]+", "", self.cleaned_data["siret"])

    def clean_rna(self):
        return re.sub(r"[\s.\u00a0\u202f]+", "", self.cleaned_data["rna"]).upper()


class NewStructureForm(StructureFields):
    """A structure comes with the project that it joins; only administrators may add one without."""

    slug = OF_STRUCTURE["slug"]
    project = forms.ModelChoiceField(
        Project.objects.none(), to_field_name="slug", required=False, label=_("Project that it joins")
    )
    joined_on = day_field(_("Joined on"))

    field_order = ["name", "slug"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "project", queries.team_projects(user))
        self.fields["project"].required = not user.is_administrator
        self.fields["joined_on"].required = not user.is_administrator
        self.initial.setdefault("joined_on", today())

    def clean(self):
        if (
            self.cleaned_data.get("project")
            and not self.cleaned_data.get("joined_on")
            and not self.has_error("joined_on")
        ):
            self.add_error("joined_on", _("Say when it joins the project."))


class ChangeStructureForm(EditForm, StructureFields):
    pass


class JoinForm(BaseForm):
    structure = forms.ModelChoiceField(Structure.objects.none(), to_field_name="slug", label=_("Structure"))
    joined_on = day_field(_("Joined on"))

    def __init__(self, *args, user, project, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "structure", queries.structures_to_join(user, project))
        self.initial.setdefault("joined_on", today())


class LeaveForm(BaseForm):
    left_on = day_field(_("Last day"))
    reason = OF_MEMBERSHIP["leaving_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Read by the support team only.")
        self.initial.setdefault("left_on", today())


class AddParticipantForm(BaseForm):
    """Someone who has an account already; anybody else is invited."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    starts_on = day_field(_("Since"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", today())

    def clean(self):
        email = self.cleaned_data.pop("email", "")
        person = account_of(email) if email else None
        if email and person is None:
            self.add_error("email", _("Nobody signs in with this address yet: send an invitation instead."))
        self.cleaned_data["user"] = person


class EndParticipationForm(BaseForm):
    ends_on = day_field(_("Last day"))

    def __init__(self, *args, participant: Participant, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ends_on", max(today(), participant.starts_on))


class InviteForm(BaseForm):
    """Role and place go together: a facilitator has a cohort, a project bearer a structure in a project."""

    email = OF_INVITATION["email"]
    name = OF_INVITATION["name"]
    role = forms.ChoiceField(label=_("Role"))
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Cohort"),
        help_text=_("For a facilitator."),
    )
    membership = forms.ModelChoiceField(
        Membership.objects.none(),
        required=False,
        label=_("Structure and project"),
        help_text=_("For a project bearer."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["role"]
        roles.choices = [(role.value, role.label) for role in reversed(roles_to_invite(user))]
        offer(self, "cohort", team_cohorts(user))
        offer(self, "membership", queries.team_memberships(user))

    def clean(self):
        role = self.cleaned_data.get("role")
        for field, owner, sentence in (
            ("cohort", InvitedRole.FACILITATOR, _("Choose the cohort that this facilitator accompanies.")),
            ("membership", InvitedRole.PARTICIPANT, _("Choose the structure that this person acts for.")),
        ):
            if role != owner:
                self.cleaned_data[field] = None
            elif not self.cleaned_data.get(field) and not self.has_error(field):
                self.add_error(field, sentence)


class ComeInForm(BaseForm):
    """A new person's name and password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.initial.setdefault("name", invitation.name)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        password = self.cleaned_data.get("password")
        if password:
            person = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
