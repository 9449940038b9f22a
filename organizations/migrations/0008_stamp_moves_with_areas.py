"""What processes hold of the organizations names streets and communities too: a change of these moves the stamp."""

from django.db import migrations

_TRIGGERS = """
CREATE TRIGGER street_change_renews_organization_stamp AFTER INSERT OR UPDATE OR DELETE ON grid_street
    FOR EACH STATEMENT EXECUTE FUNCTION renew_organization_stamp();
CREATE TRIGGER community_change_renews_organization_stamp AFTER INSERT OR UPDATE OR DELETE ON grid_community
    FOR EACH STATEMENT EXECUTE FUNCTION renew_organization_stamp();
"""
_WITHOUT = """
DROP TRIGGER street_change_renews_organization_stamp ON grid_street;
DROP TRIGGER community_change_renews_organization_stamp ON grid_community;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0007_activation_and_locks"),
        ("grid", "0003_replaced_on_the_first_day"),
    ]

    operations = [migrations.RunSQL(_TRIGGERS, _WITHOUT)]
