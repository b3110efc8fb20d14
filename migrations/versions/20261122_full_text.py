"""The full-text index of each engine, hung on search_document. It holds stems, never the words as typed."""

from alembic import op

revision = "20261122b"
down_revision = "20261122a"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE INDEX IF NOT EXISTS ix_search_document_brief ON search_document (id, kind, thing_id)")
    if op.get_bind().dialect.name == "sqlite":
        # detail=column: where a word stands within its field is never asked; columnsize=0: nor how long the field is
        op.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5(title, headings, body,"
            " tokenize = \"unicode61 remove_diacritics 0\", detail = column, columnsize = 0)"
        )
    else:
        # heads: title and headings with their weight, kept small beside all the stems
        op.execute("ALTER TABLE search_document ADD COLUMN stems tsvector, ADD COLUMN heads tsvector")
        op.execute("CREATE INDEX ix_search_document_stems ON search_document USING gin (stems)")


def downgrade():
    op.execute("DROP INDEX IF EXISTS ix_search_document_brief")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    else:
        op.execute("ALTER TABLE search_document DROP COLUMN stems, DROP COLUMN heads")
