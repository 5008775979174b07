"""Decodes the payloads of a made-up device for ingest: `"Command": ["python3", "decode.py"]`.

A payload is a number of records of 8 bytes, big-endian: seconds since 1970 (4 bytes), temperature in hundredths of a degree
Celsius (2, signed; -32768: none), humidity in halves of a per cent (1), state (1; 0 is off, 1 is on).
"""
import json
import struct
import sys

RECORD = struct.Struct(">IhBB")
STATES = {0: "off", 1: "on"}


def decode(payload):
    """One list a sample: the time in microseconds since 1970, then a value for each channel."""
    if len(payload) % RECORD.size:
        raise ValueError(f"{len(payload)} bytes are no whole number of records")
    samples = []
    for seconds, temperature, humidity, state in RECORD.iter_unpack(payload):
        samples.append([
            seconds * 1_000_000,
            None if temperature == -32768 else temperature / 100,
            humidity / 2,
            STATES.get(state, "unknown"),
        ])
    return samples


def main():
    receive, send = sys.stdin.buffer, sys.stdout.buffer
    while number := receive.read(4):
        payload = receive.read(int.from_bytes(receive.read(4), "little"))
        try:
            answer = {"samples": decode(payload)}
        except ValueError as fault:
            answer = {"error": str(fault), "offset": 0}
        body = json.dumps(answer).encode()
        send.write(number + len(body).to_bytes(4, "little") + body)
        send.flush()


main()
