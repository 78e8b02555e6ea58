"""What SigMF 1.2.5 asks of metadata and of collections, as JSON schemas of our own
writing, stricter where the standard only says what should be: rising starts, edges in
order, no keys that core does not know."""

import hashlib
import pathlib
import json

try:
    import jsonschema
except ImportError:
    jsonschema = None

_COUNT = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
_HERTZ = {"type": "number", "minimum": -1e12, "maximum": 1e12}
_TEXT = {"type": "string", "minLength": 1}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{128}$"}
_DATETIME = {"type": "string", "pattern":
             r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
# Other namespaces may be there; in core, what is listed alone.
_OTHERS = {r"^(?!core:)[a-z0-9_-]+:[A-Za-z0-9_]+$": {}}


def _object(required, **properties):
    """A JSON object with members of core, written with _ for the colon, and of others."""
    core = {"core:" + name: value for name, value in properties.items()}
    return {"type": "object", "required": ["core:" + name for name in required],
            "properties": core, "patternProperties": _OTHERS,
            "additionalProperties": False}


_EXTENSIONS = {
    "type": "array",
    "items": {"type": "object", "required": ["name", "version", "optional"],
              "properties": {"name": _TEXT, "optional": {"type": "boolean"},
                             "version": {"type": "string",
                                         "pattern": r"^\d+\.\d+\.\d+$"}},
              "additionalProperties": False},
}

_GLOBAL = _object(
    ["datatype", "version"],
    datatype={"type": "string", "pattern":
              "^[cr]((f32|f64|i32|i16|u32|u16)_(le|be)|[iu]8)$"},
    version={"type": "string", "pattern": r"^1\.\d+\.\d+$"},
    sample_rate={"type": "number", "exclusiveMinimum": 0, "maximum": 1e12},
    num_channels={"type": "integer", "minimum": 1}, sha512=_HASH, offset=_COUNT,
    author=_TEXT, collection=_TEXT, dataset=_TEXT, data_doi=_TEXT, meta_doi=_TEXT,
    description=_TEXT, hw=_TEXT, license=_TEXT, recorder=_TEXT, trailing_bytes=_COUNT,
    metadata_only={"type": "boolean"}, geolocation={"type": "object"},
    extensions=_EXTENSIONS)

_CAPTURE = _object(["sample_start"], sample_start=_COUNT, frequency=_HERTZ,
                   datetime=_DATETIME, global_index=_COUNT, header_bytes=_COUNT,
                   geolocation={"type": "object"})

_ANNOTATION = _object(["sample_start"], sample_start=_COUNT, sample_count=_COUNT,
                      freq_lower_edge=_HERTZ, freq_upper_edge=_HERTZ,
                      label={"type": "string", "maxLength": 20}, comment=_TEXT,
                      generator=_TEXT, uuid=_TEXT)
_ANNOTATION["dependentRequired"] = {
    "core:freq_lower_edge": ["core:freq_upper_edge"],
    "core:freq_upper_edge": ["core:freq_lower_edge"]}

METADATA = {"type": "object", "required": ["global", "captures", "annotations"],
            "properties": {"global": _GLOBAL,
                           "captures": {"type": "array", "items": _CAPTURE},
                           "annotations": {"type": "array", "items": _ANNOTATION}},
            "additionalProperties": False}

COLLECTION = {
    "type": "object", "required": ["collection"], "additionalProperties": False,
    "properties": {"collection": _object(
        ["version"], version=_TEXT, description=_TEXT, author=_TEXT, license=_TEXT,
        collection_doi=_TEXT, extensions=_EXTENSIONS,
        streams={"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["name", "hash"],
            "properties": {"name": _TEXT, "hash": _HASH},
            "additionalProperties": False}})}}


def _rising(rows):
    starts = [row["core:sample_start"] for row in rows]
    assert starts == sorted(starts), starts


def check_recording(meta_path):
    """Metadata as a dictionary, once the file and its samples are as SigMF wants it."""
    meta_path = pathlib.Path(meta_path)
    meta = json.loads(meta_path.read_text(encoding="utf-8"))
    if jsonschema is not None:
        jsonschema.Draft202012Validator(METADATA).validate(meta)
    _rising(meta["captures"])
    _rising(meta["annotations"])
    for row in meta["annotations"]:
        if "core:freq_lower_edge" in row:
            assert row["core:freq_lower_edge"] <= row["core:freq_upper_edge"], row
    ours = [e for e in meta["global"]["core:extensions"] if e["name"] == "phyward"]
    assert len(ours) == 1 and ours[0]["optional"] is True, meta["global"]
    data = meta_path.with_suffix(".sigmf-data").read_bytes()
    size = {"8": 1, "1": 2, "3": 4, "6": 8}[meta["global"]["core:datatype"][2]]
    size *= 2 if meta["global"]["core:datatype"][0] == "c" else 1
    assert data and len(data) % size == 0
    assert hashlib.sha512(data).hexdigest() == meta["global"]["core:sha512"]
    n_samples = len(data) // size
    for row in meta["captures"] + meta["annotations"]:
        end = row["core:sample_start"] + row.get("core:sample_count", 1)
        assert end <= n_samples, row
    return meta


def check_collection(path):
    """A collection as a dictionary, once it and all that it lists are right."""
    path = pathlib.Path(path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    if jsonschema is not None:
        jsonschema.Draft202012Validator(COLLECTION).validate(collection)
    for stream in collection["collection"]["core:streams"]:
        meta = path.parent / (stream["name"] + ".sigmf-meta")
        check_recording(meta)
        assert hashlib.sha512(meta.read_bytes()).hexdigest() == stream["hash"], stream
    return collection["collection"]
