"""Answers for ingest with the reference implementation of sensorpack."""
import json, sys
import sensorpack
SCALES = [2, 2, 1, 3, 0]
import types
CHANNELS = [types.SimpleNamespace(name=n, precision=9) for n in ["temperature", "humidity", "pressure", "battery", "co2"]]
def text(value, scale):
    if value is None: return None
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(scale + 1, "0")
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}" if scale else f"{sign}{digits}"
def main():
    receive, send = sys.stdin.buffer, sys.stdout.buffer
    while number := receive.read(4):
        payload = receive.read(int.from_bytes(receive.read(4), "little"))
        try:
            times, values = sensorpack.decode(payload, CHANNELS)
            answer = {"samples": [[t] + [text(c[i], s) for c, s in zip(values, SCALES)] for i, t in enumerate(times)]}
        except Exception as fault:
            answer = {"error": str(fault)}
        body = json.dumps(answer).encode()
        send.write(number + len(body).to_bytes(4, "little") + body); send.flush()
main()
