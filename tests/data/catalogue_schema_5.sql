-- The catalogue: what is known, in SQL. The index is derived from it and can be built again from it.
CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS documents (
    document_id  TEXT PRIMARY KEY,
    source       TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    fingerprint  TEXT NOT NULL,
    text         TEXT NOT NULL,
    title        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    region       TEXT,
    forum        TEXT,
    date         TEXT,
    place        TEXT,
    participants TEXT NOT NULL,
    structure    TEXT NOT NULL,
    head         TEXT NOT NULL,
    agenda       TEXT NOT NULL,
    pages        TEXT NOT NULL,
    access       TEXT NOT NULL CHECK (access IN ('public', 'internal', 'closed')),
    links        TEXT NOT NULL,
    apologies    TEXT NOT NULL,
    minute_taker TEXT,
    certainty    TEXT NOT NULL,
    status       TEXT,
    language     TEXT NOT NULL,
    notes        TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_meeting ON documents (forum, date);
-- What each document is an attachment to, and what it has from that meeting; seen anew after every
-- ingest. The other end is no reference: what the index was last told is compared with.
CREATE TABLE IF NOT EXISTS attachments (
    document_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    parent_id   TEXT NOT NULL,
    item_id     TEXT,
    number      INTEGER,
    certainty   REAL NOT NULL,
    evidence    TEXT NOT NULL,
    region      TEXT,
    forum       TEXT,
    date        TEXT
);
CREATE INDEX IF NOT EXISTS attachments_by_parent ON attachments (parent_id);
-- Earlier versions of the same minutes, which another one answers for; seen anew likewise.
CREATE TABLE IF NOT EXISTS superseded (
    document_id   TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    superseded_by TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS files (
    path        TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    told        TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS items (
    item_id     TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    number      TEXT,
    title       TEXT NOT NULL,
    path        TEXT NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    missing     INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS items_by_document ON items (document_id, position);
CREATE TABLE IF NOT EXISTS sections (
    item_id     TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    label       TEXT NOT NULL,
    label_start INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    PRIMARY KEY (item_id, position)
);
CREATE TABLE IF NOT EXISTS chunks (
    chunk_id     TEXT PRIMARY KEY,
    document_id  TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    item_id      TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
    role         TEXT NOT NULL CHECK (role IN ('passage', 'window')),
    section      TEXT NOT NULL,
    start        INTEGER NOT NULL,
    end          INTEGER NOT NULL,
    headline     TEXT NOT NULL,
    lead_start   INTEGER,
    lead_end     INTEGER,
    content_hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_by_item ON chunks (item_id, role);
CREATE TABLE IF NOT EXISTS mentions (
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    entity_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    PRIMARY KEY (document_id, start, entity_id)
);
CREATE INDEX IF NOT EXISTS mentions_by_entity ON mentions (entity_id);
-- What an item ended with, who is to do what, and the figures: spans are "start-end" in the
-- document's text, lists of spans JSON.
CREATE TABLE IF NOT EXISTS decisions (
    decision_id    TEXT PRIMARY KEY,
    document_id    TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    item_id        TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
    outcome        TEXT NOT NULL,
    start          INTEGER NOT NULL,
    end            INTEGER NOT NULL,
    telling        TEXT NOT NULL,
    decided_by     TEXT,
    recommendation TEXT,
    followed       TEXT,
    changes        TEXT NOT NULL,
    conditions     TEXT NOT NULL,
    dissent        TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS decisions_by_item ON decisions (item_id);
CREATE INDEX IF NOT EXISTS decisions_by_document ON decisions (document_id);
CREATE TABLE IF NOT EXISTS follow_ups (
    decision_id TEXT NOT NULL REFERENCES decisions ON DELETE CASCADE,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    who         TEXT,
    what        TEXT NOT NULL,
    due         TEXT,
    due_date    TEXT,
    PRIMARY KEY (decision_id, position)
);
CREATE INDEX IF NOT EXISTS follow_ups_by_document ON follow_ups (document_id);
CREATE TABLE IF NOT EXISTS figures (
    figure_id   TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    item_id     TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    value       REAL NOT NULL,
    high        REAL,
    precision   TEXT NOT NULL,
    unit        TEXT NOT NULL,
    counted     TEXT,
    sentence    TEXT NOT NULL,
    from_table  INTEGER NOT NULL,
    row         TEXT,
    "column"    TEXT,
    period      TEXT,
    date_from   TEXT,
    date_to     TEXT,
    place       TEXT
);
CREATE INDEX IF NOT EXISTS figures_by_item ON figures (item_id);
CREATE INDEX IF NOT EXISTS figures_by_document ON figures (document_id);
-- The words of the passages: for expanding a question to compounds and for telling rare words.
CREATE TABLE IF NOT EXISTS words (
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    word        TEXT NOT NULL,
    term        INTEGER NOT NULL,
    passages    INTEGER NOT NULL,
    PRIMARY KEY (document_id, word)
) WITHOUT ROWID;
-- Vectors outlive the chunks they were made for: the same text is never encoded twice by a model.
CREATE TABLE IF NOT EXISTS vectors (
    encoder      TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    vector       BLOB NOT NULL,
    PRIMARY KEY (encoder, content_hash)
) WITHOUT ROWID;
-- Names that stand in no gazetteer, as editors are asked of them. A name keeps its number and its
-- answer when the documents that hold it go, so that nothing is asked twice.
CREATE TABLE IF NOT EXISTS candidates (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT NOT NULL UNIQUE,
    state     TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'rejected')),
    entity_id TEXT
);
CREATE TABLE IF NOT EXISTS proposals (
    document_id    TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start          INTEGER NOT NULL,
    end            INTEGER NOT NULL,
    number         INTEGER NOT NULL REFERENCES candidates,
    name           TEXT NOT NULL,
    kind           TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    evidence       TEXT NOT NULL,
    cue            TEXT,
    certainty      REAL NOT NULL,
    PRIMARY KEY (document_id, start)
);
CREATE INDEX IF NOT EXISTS proposals_by_number ON proposals (number);
