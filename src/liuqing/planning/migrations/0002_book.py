"""The database itself keeps the book: what was written is not changed, whatever program is connected.

Vouchers, postings, payments, refunds and reductions refuse every UPDATE. One exception: of a payment the
household and the person may change, because two records of one person become one (``registry.services.merging``).

PostgreSQL also refuses DELETE, and, when a transaction ends, a voucher whose postings do not add up to nothing.
TRUNCATE by the owner of the tables stays possible. SQLite knows no check at the end of a transaction, and its
tables are emptied by DELETE; there ``services.funds.book`` refuses a voucher that does not add up, and
``services.funds.verify`` finds what is missing, unbalanced or without these triggers.
"""

from collections.abc import Iterator

from django.db import migrations

KEPT = {
    "planning_voucher": ("id", "no", "uuid", "kind", "on", "entered_on", "at", "by", "said", "reverses_id", "seal"),
    "planning_posting": ("id", "voucher_id", "account_id", "amount"),
    "planning_payment": ("id", "no", "line_id", "claim_id", "party", "amount", "on", "voucher_id", "by"),
    "planning_refund": ("id", "payment_id", "amount", "on", "why", "voucher_id", "by"),
    "planning_reduction": ("id", "claim_id", "amount", "retained", "on", "why", "voucher_id", "by"),
}
"""The columns that are never changed."""

FUNCTIONS = (
    """
    CREATE FUNCTION planning_book_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only: reverse it by another voucher', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION planning_book_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT SUM(amount) FROM planning_posting WHERE voucher_id = NEW.voucher_id) <> 0 THEN
        RAISE EXCEPTION 'voucher % does not add up to nothing', NEW.voucher_id
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$
    """,
)


def guard(apps, schema_editor):
    """Put the triggers on."""
    for sql in guards(schema_editor.connection.vendor):
        schema_editor.execute(sql, params=None)


def unguard(apps, schema_editor):
    """Take them off."""
    for sql in no_guards(schema_editor.connection.vendor):
        schema_editor.execute(sql, params=None)


def guards(vendor: str) -> Iterator[str]:
    """What puts the triggers on, in their order."""
    if vendor == "postgresql":
        yield from FUNCTIONS
        yield (
            "CREATE CONSTRAINT TRIGGER planning_posting_balanced AFTER INSERT ON planning_posting "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION planning_book_balanced()"
        )
    for table, columns in KEPT.items():
        named = ", ".join(f'"{name}"' for name in columns)
        if vendor == "postgresql":
            yield (
                f"CREATE TRIGGER {table}_kept BEFORE DELETE OR UPDATE OF {named} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION planning_book_kept()"
            )
        elif vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {named} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} is append-only: reverse it by another voucher'); END"
            )


def no_guards(vendor: str) -> Iterator[str]:
    """What takes them off."""
    of = " ON {}" if vendor == "postgresql" else ""
    for table in KEPT:
        yield f"DROP TRIGGER IF EXISTS {table}_kept{of.format(table)}"
    if vendor == "postgresql":
        yield "DROP TRIGGER IF EXISTS planning_posting_balanced ON planning_posting"
        yield "DROP FUNCTION IF EXISTS planning_book_kept(), planning_book_balanced()"


class Migration(migrations.Migration):
    """Triggers on SQLite and PostgreSQL."""

    dependencies = [("planning", "0001_planning")]

    operations = [migrations.RunPython(guard, unguard)]
