"""Makes golden.json: envelopes as Python's gzip, zlib and base64 and the zstd command (1.5) write them.

    python3 make_golden.py > golden.json
"""
import base64
import gzip
import json
import subprocess
import zlib

CONTENTS = {
    "nothing": b"",
    "one byte": b"\x2a",
    "text": b"temperature 21.5, humidity 48, pressure 1013.25\n" * 9,
    "every byte": bytes(range(256)) * 2,
    "zeros": bytes(40_000),
}


def raw(data, level):
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


def named(data):
    """A head with every field that there is: extra, name, comment, checksum."""
    plain = gzip.compress(data, mtime=1)
    head = bytes([0x1F, 0x8B, 8, 0x1E]) + plain[4:10] + b"\x04\x00ab\x00\x00" + b"name\x00" + b"comment\x00"
    return head + (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little") + plain[10:]


def zstd(data, *options, known=True):
    size = [f"--stream-size={len(data)}"] if known and data else []
    return subprocess.run(["zstd", "-q", "-c", *size, *options], input=data, stdout=subprocess.PIPE, check=True).stdout


WAYS = [
    ("gzip", lambda data: gzip.compress(data, mtime=0)),
    ("gzip", lambda data: gzip.compress(data, 1, mtime=0)),
    ("gzip", named),
    ("zlib", zlib.compress),
    ("zlib", lambda data: zlib.compress(data, 0) if len(data) < 1000 else zlib.compress(data, 9)),
    ("deflate", lambda data: raw(data, 9)),
    ("zstd", lambda data: zstd(data)),
    ("zstd", lambda data: zstd(data, "-19", "--no-check")),
    ("zstd", lambda data: zstd(data, known=False)),
    ("base64", base64.b64encode),
    ("base64", base64.encodebytes),
    ("hex", lambda data: data.hex().encode()),
    ("hex", lambda data: data.hex().upper().encode()),
]

vectors = []
for content, data in CONTENTS.items():
    for envelope, wrap in WAYS:
        if content != "zeros" or envelope not in ("base64", "hex"):
            vectors.append({"envelope": envelope, "content": content, "hex": wrap(data).hex()})

plain = {name: data.hex() for name, data in CONTENTS.items() if name != "zeros"}
print(json.dumps({"contents": plain, "zeros": 40_000, "vectors": vectors}, indent=1))
