"""Processes hold the organizations in memory; the database itself says when one of them changed."""

from django.db import migrations, models

_TRIGGER = """
CREATE FUNCTION renew_organization_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organizations_organizationstamp AS held (id, stamp) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp;
    RETURN NULL;
END $$;
CREATE TRIGGER organization_change_renews_stamp AFTER INSERT OR UPDATE OR DELETE ON organizations_organization
    FOR EACH STATEMENT EXECUTE FUNCTION renew_organization_stamp();
"""
_WITHOUT = """
DROP TRIGGER organization_change_renews_stamp ON organizations_organization;
DROP FUNCTION renew_organization_stamp();
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0005_explained_fields")]

    operations = [
        migrations.CreateModel(
            name="OrganizationStamp",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("stamp", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="organizations_have_one_stamp")
                ],
            },
        ),
        migrations.RunSQL(_TRIGGER, _WITHOUT),
    ]
