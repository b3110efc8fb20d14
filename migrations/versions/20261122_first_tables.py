"""The first tables: people, themes, texts, practices, files, search, operations."""

import sqlalchemy as sa
from alembic import op

revision = '20261122a'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('attempt',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('window', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'window', name=op.f('pk_attempt'))
    )
    op.create_table('change',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('thing_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('gone', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'thing_id', name=op.f('pk_change'))
    )
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.create_index('ix_change_seq', ['seq'], unique=True)

    op.create_table('counter',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_counter'))
    )
    op.create_table('fruitless_search',
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('words', 'day', name=op.f('pk_fruitless_search'))
    )
    op.create_table('mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('to', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index('ix_mail_due_at', ['due_at'], unique=False)

    op.create_table('rendered_body',
    sa.Column('body_sha', sa.String(), nullable=False),
    sa.Column('renderer', sa.String(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('headings', sa.JSON(), nullable=False),
    sa.Column('plain', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('body_sha', 'renderer', name=op.f('pk_rendered_body'))
    )
    op.create_table('search_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('facts', sa.String(length=300), nullable=False),
    sa.Column('plain', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('analyser', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_document')),
    sa.UniqueConstraint('kind', 'thing_id', name=op.f('uq_search_document_kind_thing_id'))
    )
    op.create_table('search_word',
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('stem', sa.String(length=60), nullable=False),
    sa.Column('documents', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('word', name=op.f('pk_search_word'))
    )
    op.create_table('setting',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_setting'))
    )
    op.create_table('structure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('structure_kind', sa.String(length=30), nullable=False),
    sa.Column('town', sa.String(length=80), nullable=False),
    sa.Column('department', sa.String(length=3), nullable=False),
    sa.Column('offer', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_structure')),
    sa.UniqueConstraint('slug', name=op.f('uq_structure_slug'))
    )
    op.create_table('topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('icon', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('reading_before_publication', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic')),
    sa.UniqueConstraint('slug', name=op.f('uq_topic_slug'))
    )
    op.create_table('search_facet',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('facet', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['search_document.id'], name=op.f('fk_search_facet_document_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('document_id', 'facet', 'value', name=op.f('pk_search_facet'))
    )
    with op.batch_alter_table('search_facet', schema=None) as batch_op:
        batch_op.create_index('ix_search_facet_value', ['facet', 'value', 'document_id'], unique=False)

    op.create_table('search_neighbour',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['word'], ['search_word.word'], name=op.f('fk_search_neighbour_word'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', 'word', name=op.f('pk_search_neighbour'))
    )
    with op.batch_alter_table('search_neighbour', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_neighbour_word'), ['word'], unique=False)

    op.create_table('user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('structure_id', sa.Integer(), nullable=True),
    sa.Column('job', sa.String(length=120), nullable=False),
    sa.Column('presentation', sa.Text(), nullable=False),
    sa.Column('visibility', sa.String(length=10), nullable=False),
    sa.Column('comfort', sa.JSON(), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=True),
    sa.Column('disabled_at', sa.DateTime(), nullable=True),
    sa.Column('erased_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_user_structure_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user')),
    sa.UniqueConstraint('email', name=op.f('uq_user_email'))
    )
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_structure_id'), ['structure_id'], unique=False)

    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_absence_ordered')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_absence_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index('ix_absence_user', ['user_id', 'last_day'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=True),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_event_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_at', ['at'], unique=False)
        batch_op.create_index('ix_event_thing', ['kind', 'thing_id'], unique=False)

    op.create_table('expertise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('designated_by_id', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('deputy_order', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['designated_by_id'], ['user.id'], name=op.f('fk_expertise_designated_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['ended_by_id'], ['user.id'], name=op.f('fk_expertise_ended_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_expertise_topic_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_expertise_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expertise'))
    )
    with op.batch_alter_table('expertise', schema=None) as batch_op:
        batch_op.create_index('ix_expertise_user', ['user_id', 'is_current'], unique=False)
        batch_op.create_index('uq_expertise_current', ['topic_id', 'user_id'], unique=True, sqlite_where=sa.text('is_current'), postgresql_where=sa.text('is_current'))

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('structure_id', sa.Integer(), nullable=True),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('used_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['user.id'], name=op.f('fk_invitation_invited_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_invitation_structure_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['used_by_id'], ['user.id'], name=op.f('fk_invitation_used_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('digest', name=op.f('uq_invitation_digest'))
    )
    op.create_table('join_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('structure_name', sa.String(length=120), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_join_request_decided_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_request'))
    )
    op.create_table('login',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('fresh_at', sa.DateTime(), nullable=True),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_login_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login')),
    sa.UniqueConstraint('digest', name=op.f('uq_login_digest'))
    )
    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.create_index('ix_login_user', ['user_id', 'revoked_at'], unique=False)

    op.create_table('operation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_operation_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_operation')),
    sa.UniqueConstraint('user_id', 'key', name=op.f('uq_operation_user_id_key'))
    )
    with op.batch_alter_table('operation', schema=None) as batch_op:
        batch_op.create_index('ix_operation_at', ['at'], unique=False)

    op.create_table('owner_reminder',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_owner_reminder_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_owner_reminder'))
    )
    op.create_table('password_reset',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_password_reset_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_reset')),
    sa.UniqueConstraint('digest', name=op.f('uq_password_reset_digest'))
    )
    with op.batch_alter_table('password_reset', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_password_reset_user_id'), ['user_id'], unique=False)

    op.create_table('text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=True),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('imported_from', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_text_author_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_text_owner_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text')),
    sa.UniqueConstraint('kind', 'slug', name=op.f('uq_text_kind_slug')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_text_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_text_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_text_published', ['kind', 'archived_at', 'published_at'], unique=False)

    op.create_table('topic_watch',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_watch_topic_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_topic_watch_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'topic_id', name=op.f('pk_topic_watch'))
    )
    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=True),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('alternative', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['text_id'], ['text.id'], name=op.f('fk_attachment_text_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['user.id'], name=op.f('fk_attachment_uploaded_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attachment_public_id'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_text_id'), ['text_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_uploaded_by_id'), ['uploaded_by_id'], unique=False)

    op.create_table('comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('resolved_at', sa.DateTime(), nullable=True),
    sa.Column('resolved_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_comment_author_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['resolved_by_id'], ['user.id'], name=op.f('fk_comment_resolved_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['text_id'], ['text.id'], name=op.f('fk_comment_text_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_author_id'), ['author_id'], unique=False)
        batch_op.create_index('ix_comment_text', ['text_id', 'resolved_at'], unique=False)

    op.create_table('favourite',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['text_id'], ['text.id'], name=op.f('fk_favourite_text_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_favourite_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'text_id', name=op.f('pk_favourite'))
    )
    with op.batch_alter_table('favourite', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_favourite_text_id'), ['text_id'], unique=False)

    op.create_table('practice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('summary', sa.String(length=400), nullable=False),
    sa.Column('practice_kind', sa.String(length=30), nullable=False),
    sa.Column('posture', sa.String(length=30), nullable=False),
    sa.Column('verified_at', sa.DateTime(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['id'], ['text.id'], name=op.f('fk_practice_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice'))
    )
    with op.batch_alter_table('practice', schema=None) as batch_op:
        batch_op.create_index('ix_practice_review_on', ['review_on'], unique=False)

    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'submitted', 'published', 'superseded', name='revisionstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.String(length=400), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('body_sha', sa.String(length=64), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('base_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(), nullable=True),
    sa.Column('published_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_revision_author_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['base_id'], ['revision.id'], name=op.f('fk_revision_base_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['text_id'], ['text.id'], name=op.f('fk_revision_text_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('text_id', 'number', name=op.f('uq_revision_text_id_number'))
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.create_index('ix_revision_author', ['author_id', 'state'], unique=False)
        batch_op.create_index('ix_revision_body', ['body_sha'], unique=False)
        batch_op.create_index('ix_revision_state', ['state', 'submitted_at'], unique=False)
        batch_op.create_index('uq_revision_open', ['text_id', 'author_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'submitted')"), postgresql_where=sa.text("state IN ('draft', 'submitted')"))
        batch_op.create_index('uq_revision_published', ['text_id'], unique=True, sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))

    op.create_table('watch',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['text_id'], ['text.id'], name=op.f('fk_watch_text_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_watch_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'text_id', name=op.f('pk_watch'))
    )
    with op.batch_alter_table('watch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watch_text_id'), ['text_id'], unique=False)

    op.create_table('fix_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('practice_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['practice_id'], ['practice.id'], name=op.f('fk_fix_task_practice_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fix_task'))
    )
    with op.batch_alter_table('fix_task', schema=None) as batch_op:
        batch_op.create_index('uq_fix_task_open', ['practice_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('practice_facet',
    sa.Column('practice_id', sa.Integer(), nullable=False),
    sa.Column('facet', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['practice_id'], ['practice.id'], name=op.f('fk_practice_facet_practice_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('practice_id', 'facet', 'value', name=op.f('pk_practice_facet'))
    )
    with op.batch_alter_table('practice_facet', schema=None) as batch_op:
        batch_op.create_index('ix_practice_facet_value', ['facet', 'value', 'practice_id'], unique=False)

    op.create_table('practice_topic',
    sa.Column('practice_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['practice_id'], ['practice.id'], name=op.f('fk_practice_topic_practice_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_practice_topic_topic_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('practice_id', 'topic_id', name=op.f('pk_practice_topic'))
    )
    with op.batch_alter_table('practice_topic', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_practice_topic_topic_id'), ['topic_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('decision', sa.Enum('published', 'sent_back', 'refused', 'withdrawn', name='decision', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_review_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_review_revision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index('ix_review_revision', ['revision_id'], unique=False)

    op.create_table('freshness_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('practice_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('still_right', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['practice_id'], ['practice.id'], name=op.f('fk_freshness_answer_practice_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['fix_task.id'], name=op.f('fk_freshness_answer_task_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_freshness_answer_user_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_freshness_answer'))
    )
    with op.batch_alter_table('freshness_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_freshness_answer_practice_id'), ['practice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_freshness_answer_task_id'), ['task_id'], unique=False)



def downgrade():
    with op.batch_alter_table('freshness_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_freshness_answer_task_id'))
        batch_op.drop_index(batch_op.f('ix_freshness_answer_practice_id'))

    op.drop_table('freshness_answer')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index('ix_review_revision')

    op.drop_table('review')
    with op.batch_alter_table('practice_topic', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_practice_topic_topic_id'))

    op.drop_table('practice_topic')
    with op.batch_alter_table('practice_facet', schema=None) as batch_op:
        batch_op.drop_index('ix_practice_facet_value')

    op.drop_table('practice_facet')
    with op.batch_alter_table('fix_task', schema=None) as batch_op:
        batch_op.drop_index('uq_fix_task_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.drop_table('fix_task')
    with op.batch_alter_table('watch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_watch_text_id'))

    op.drop_table('watch')
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_index('uq_revision_published', sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))
        batch_op.drop_index('uq_revision_open', sqlite_where=sa.text("state IN ('draft', 'submitted')"), postgresql_where=sa.text("state IN ('draft', 'submitted')"))
        batch_op.drop_index('ix_revision_state')
        batch_op.drop_index('ix_revision_body')
        batch_op.drop_index('ix_revision_author')

    op.drop_table('revision')
    with op.batch_alter_table('practice', schema=None) as batch_op:
        batch_op.drop_index('ix_practice_review_on')

    op.drop_table('practice')
    with op.batch_alter_table('favourite', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_favourite_text_id'))

    op.drop_table('favourite')
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.drop_index('ix_comment_text')
        batch_op.drop_index(batch_op.f('ix_comment_author_id'))

    op.drop_table('comment')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_uploaded_by_id'))
        batch_op.drop_index(batch_op.f('ix_attachment_text_id'))

    op.drop_table('attachment')
    op.drop_table('topic_watch')
    with op.batch_alter_table('text', schema=None) as batch_op:
        batch_op.drop_index('ix_text_published')
        batch_op.drop_index(batch_op.f('ix_text_owner_id'))
        batch_op.drop_index(batch_op.f('ix_text_author_id'))

    op.drop_table('text')
    with op.batch_alter_table('password_reset', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_password_reset_user_id'))

    op.drop_table('password_reset')
    op.drop_table('owner_reminder')
    with op.batch_alter_table('operation', schema=None) as batch_op:
        batch_op.drop_index('ix_operation_at')

    op.drop_table('operation')
    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.drop_index('ix_login_user')

    op.drop_table('login')
    op.drop_table('join_request')
    op.drop_table('invitation')
    with op.batch_alter_table('expertise', schema=None) as batch_op:
        batch_op.drop_index('uq_expertise_current', sqlite_where=sa.text('is_current'), postgresql_where=sa.text('is_current'))
        batch_op.drop_index('ix_expertise_user')

    op.drop_table('expertise')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_thing')
        batch_op.drop_index('ix_event_at')

    op.drop_table('event')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_index('ix_absence_user')

    op.drop_table('absence')
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_structure_id'))

    op.drop_table('user')
    with op.batch_alter_table('search_neighbour', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_neighbour_word'))

    op.drop_table('search_neighbour')
    with op.batch_alter_table('search_facet', schema=None) as batch_op:
        batch_op.drop_index('ix_search_facet_value')

    op.drop_table('search_facet')
    op.drop_table('topic')
    op.drop_table('structure')
    op.drop_table('setting')
    op.drop_table('search_word')
    op.drop_table('search_document')
    op.drop_table('rendered_body')
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index('ix_mail_due_at')

    op.drop_table('mail')
    op.drop_table('fruitless_search')
    op.drop_table('counter')
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.drop_index('ix_change_seq')

    op.drop_table('change')
    op.drop_table('attempt')
