"""Questions and answers, moderation, notifications, thanks."""

import sqlalchemy as sa
from alembic import op

revision = '20261122c'
down_revision = '20261122b'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum('publish', 'hide', 'keep', 'restore', 'uphold', 'refuse', 'send_back', 'erase', name='action', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_role', sa.String(length=140), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('passage', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('overturned_at', sa.DateTime(), nullable=True),
    sa.Column('since', sa.DateTime(), nullable=True),
    sa.Column('review_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_decision_author_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_decision_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_decision_review_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index('ix_decision_at', ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_review_id'), ['review_id'], unique=False)
        batch_op.create_index('ix_decision_thing', ['kind', 'thing_id'], unique=False)

    op.create_table('notification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_notification_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notification_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification'))
    )
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index('ix_notification_thing', ['kind', 'thing_id'], unique=False)
        batch_op.create_index('ix_notification_user', ['user_id', 'seen_at', 'id'], unique=False)

    op.create_table('second_reader',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('waiting', sa.String(length=30), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_second_reader_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_reader')),
    sa.UniqueConstraint('waiting', 'thing_id', 'user_id', name=op.f('uq_second_reader_waiting_thing_id_user_id'))
    )
    with op.batch_alter_table('second_reader', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_reader_user_id'), ['user_id'], unique=False)

    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('state', sa.Enum('open', 'stands', 'won', name='appealstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_appeal_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_appeal_decided_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_appeal_decision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_appeal_decision_id'))
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index('ix_appeal_state', ['state', 'at'], unique=False)

    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('urgency', sa.Enum('today', 'week', 'calm', name='urgency', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('state', sa.Enum('open', 'resolved', 'closed', name='questionstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('first_told_id', sa.Integer(), nullable=True),
    sa.Column('taken_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('waits_since', sa.DateTime(), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['first_told_id'], ['user.id'], name=op.f('fk_question_first_told_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['id'], ['text.id'], name=op.f('fk_question_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['taken_by_id'], ['user.id'], name=op.f('fk_question_taken_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_question_topic_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index('ix_question_asked_at', ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_first_told_id'), ['first_told_id'], unique=False)
        batch_op.create_index('ix_question_state', ['state', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_taken_by_id'), ['taken_by_id'], unique=False)
        batch_op.create_index('ix_question_topic', ['topic_id', 'state', 'asked_at'], unique=False)

    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('state', sa.Enum('open', 'upheld', 'dismissed', name='reportstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_report_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_report_decision_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index('ix_report_state', ['state', 'at'], unique=False)
        batch_op.create_index('ix_report_thing', ['kind', 'thing_id'], unique=False)
        batch_op.create_index('uq_report_open', ['kind', 'thing_id', 'by_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('thanks',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['text_id'], ['text.id'], name=op.f('fk_thanks_text_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_thanks_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'text_id', name=op.f('pk_thanks'))
    )
    with op.batch_alter_table('thanks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thanks_text_id'), ['text_id'], unique=False)

    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('by_expert', sa.Boolean(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['user.id'], name=op.f('fk_answer_confirmed_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['id'], ['text.id'], name=op.f('fk_answer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_answer_question_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_confirmed_by_id'), ['confirmed_by_id'], unique=False)
        batch_op.create_index('ix_answer_question', ['question_id'], unique=False)
        batch_op.create_index('uq_answer_accepted', ['question_id'], unique=True, sqlite_where=sa.text('accepted_at IS NOT NULL'), postgresql_where=sa.text('accepted_at IS NOT NULL'))

    op.create_table('question_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_question_move_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['from_id'], ['topic.id'], name=op.f('fk_question_move_from_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_move_question_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['topic.id'], name=op.f('fk_question_move_to_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_move'))
    )
    with op.batch_alter_table('question_move', schema=None) as batch_op:
        batch_op.create_index('ix_question_move_question', ['question_id'], unique=False)

    op.add_column('comment', sa.Column('hidden_at', sa.DateTime(), nullable=True))
    op.add_column('review', sa.Column('undone_at', sa.DateTime(), nullable=True))
    op.add_column('user', sa.Column('unread', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('text', sa.Column('hidden_at', sa.DateTime(), nullable=True))
    op.add_column('text', sa.Column('hides_author', sa.Boolean(), nullable=False, server_default=sa.false()))
    # in SQL: the batch mode would rebuild the table of texts, and with it lose the promise that no id is given twice
    op.execute("ALTER TABLE text ADD COLUMN made_from_id INTEGER"
               " CONSTRAINT fk_text_made_from_id REFERENCES text (id) ON DELETE SET NULL")
    op.create_index('ix_text_made_from_id', 'text', ['made_from_id'])


def downgrade():
    op.drop_index('ix_text_made_from_id', 'text')
    with op.batch_alter_table('text', table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.drop_column('made_from_id')
        batch_op.drop_column('hides_author')
        batch_op.drop_column('hidden_at')
    op.drop_column('user', 'unread')
    op.drop_column('comment', 'hidden_at')
    op.drop_column('review', 'undone_at')

    with op.batch_alter_table('question_move', schema=None) as batch_op:
        batch_op.drop_index('ix_question_move_question')

    op.drop_table('question_move')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index('uq_answer_accepted', sqlite_where=sa.text('accepted_at IS NOT NULL'), postgresql_where=sa.text('accepted_at IS NOT NULL'))
        batch_op.drop_index('ix_answer_question')
        batch_op.drop_index(batch_op.f('ix_answer_confirmed_by_id'))

    op.drop_table('answer')
    with op.batch_alter_table('thanks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thanks_text_id'))

    op.drop_table('thanks')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index('uq_report_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index('ix_report_thing')
        batch_op.drop_index('ix_report_state')
        batch_op.drop_index(batch_op.f('ix_report_decision_id'))

    op.drop_table('report')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index('ix_question_topic')
        batch_op.drop_index(batch_op.f('ix_question_taken_by_id'))
        batch_op.drop_index('ix_question_state')
        batch_op.drop_index(batch_op.f('ix_question_first_told_id'))
        batch_op.drop_index('ix_question_asked_at')

    op.drop_table('question')
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index('ix_appeal_state')

    op.drop_table('appeal')
    with op.batch_alter_table('second_reader', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_second_reader_user_id'))

    op.drop_table('second_reader')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index('ix_notification_user')
        batch_op.drop_index('ix_notification_thing')

    op.drop_table('notification')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_thing')
        batch_op.drop_index(batch_op.f('ix_decision_author_id'))
        batch_op.drop_index(batch_op.f('ix_decision_review_id'))
        batch_op.drop_index('ix_decision_at')

    op.drop_table('decision')
    op.execute("DELETE FROM text WHERE kind IN ('question', 'answer')")
