"""Words found by their stem: the passages of a search, the rarest words of a question."""

from alembic import op

revision = '20261122d'
down_revision = '20261122c'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('search_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_word_stem'), ['stem'], unique=False)


def downgrade():
    with op.batch_alter_table('search_word', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_word_stem'))
