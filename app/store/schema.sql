-- The tables of a new store's file, written by
-- python -c 'from app.store.versions import schema_sql; print(schema_sql(), end="")' > app/store/schema.sql
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    PRIMARY KEY (version_num)
);
CREATE TABLE change (
    id INTEGER NOT NULL,
    start_key VARCHAR(32) NOT NULL,
    end_key VARCHAR(32) NOT NULL,
    gained_km2 FLOAT NOT NULL,
    lost_km2 FLOAT NOT NULL,
    parts_zstd BLOB NOT NULL,
    boxes BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (start_key, end_key)
);
CREATE TABLE claim (
    id VARCHAR NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    position INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    area_km2 FLOAT NOT NULL,
    direction VARCHAR NOT NULL,
    actor VARCHAR,
    period_start DATE,
    period_end DATE,
    body JSON NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES document (id) ON DELETE CASCADE
);
CREATE TABLE confirmation (
    finding_id VARCHAR NOT NULL,
    digest VARCHAR(64) NOT NULL,
    confirmed_at VARCHAR NOT NULL,
    PRIMARY KEY (finding_id)
);
CREATE TABLE correction (
    id INTEGER NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    target VARCHAR NOT NULL,
    text TEXT NOT NULL,
    change JSON NOT NULL,
    was JSON,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at VARCHAR NOT NULL,
    undone_at VARCHAR,
    PRIMARY KEY (id)
);
CREATE TABLE document (
    id VARCHAR(16) NOT NULL,
    text TEXT NOT NULL,
    text_sha256 VARCHAR(64) NOT NULL,
    published DATE,
    title TEXT,
    url TEXT,
    lang TEXT,
    sentences JSON NOT NULL,
    warnings JSON NOT NULL,
    reader VARCHAR NOT NULL,
    gazetteer VARCHAR NOT NULL,
    added_at VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE finding (
    id VARCHAR NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    position INTEGER NOT NULL,
    verdict VARCHAR NOT NULL,
    basis VARCHAR(64) NOT NULL,
    body JSON NOT NULL,
    checked_at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES document (id) ON DELETE CASCADE
);
CREATE TABLE gazetteer (
    name VARCHAR NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    places INTEGER NOT NULL,
    added_at VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE ground (
    "key" VARCHAR(32) NOT NULL,
    area_km2 FLOAT NOT NULL,
    wkb_zstd BLOB NOT NULL,
    base VARCHAR(32),
    depth INTEGER NOT NULL,
    PRIMARY KEY ("key"),
    FOREIGN KEY(base) REFERENCES ground ("key")
);
CREATE TABLE layer (
    snapshot_id INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    geometry_key VARCHAR(32) NOT NULL,
    file TEXT NOT NULL,
    file_sha256 VARCHAR(64) NOT NULL,
    report JSON NOT NULL,
    PRIMARY KEY (snapshot_id, status),
    FOREIGN KEY(snapshot_id) REFERENCES snapshot (id) ON DELETE CASCADE,
    FOREIGN KEY(geometry_key) REFERENCES ground ("key")
);
CREATE TABLE line (
    geometry_key VARCHAR(32) NOT NULL,
    outline_key VARCHAR(32) NOT NULL,
    margin_km FLOAT NOT NULL,
    geom BLOB NOT NULL,
    PRIMARY KEY (geometry_key, outline_key, margin_km)
);
CREATE TABLE mention (
    id VARCHAR NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    position INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind VARCHAR NOT NULL,
    lat FLOAT,
    lon FLOAT,
    place_id VARCHAR,
    body JSON NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES document (id) ON DELETE CASCADE
);
CREATE TABLE meta (
    "key" VARCHAR NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE region (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    other_names JSON NOT NULL,
    country BOOLEAN NOT NULL,
    file TEXT NOT NULL,
    geometry_key VARCHAR(32) NOT NULL,
    geom BLOB NOT NULL,
    area_km2 FLOAT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name, country)
);
CREATE TABLE revision (
    room VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (room)
);
CREATE TABLE snapshot (
    id INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    "on" DATE NOT NULL,
    version INTEGER NOT NULL,
    current BOOLEAN NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    imported_at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (source, "on", version)
);
CREATE TABLE statement (
    id VARCHAR NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    position INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind VARCHAR,
    body JSON NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES document (id) ON DELETE CASCADE
);
CREATE TABLE token (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    scopes JSON NOT NULL,
    made_at VARCHAR NOT NULL,
    revoked_at VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX document_published ON document (published);
CREATE INDEX ground_base ON ground (base);
CREATE INDEX ix_change_end_key ON change (end_key);
CREATE INDEX ix_claim_document_id ON claim (document_id);
CREATE INDEX ix_correction_document_id ON correction (document_id);
CREATE INDEX ix_document_text_sha256 ON document (text_sha256);
CREATE INDEX ix_finding_document_id ON finding (document_id);
CREATE INDEX ix_layer_geometry_key ON layer (geometry_key);
CREATE INDEX ix_mention_document_id ON mention (document_id);
CREATE INDEX ix_mention_place_id ON mention (place_id);
CREATE INDEX ix_statement_document_id ON statement (document_id);
CREATE INDEX mention_point ON mention (lon, lat);
CREATE INDEX snapshot_current ON snapshot (source, current, "on");
