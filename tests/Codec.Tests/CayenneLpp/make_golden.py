"""Makes golden.json with pycayennelpp 2.4.0, an encoder of Cayenne LPP that others wrote.

    pip install pycayennelpp && python3 make_golden.py > golden.json
"""
import json
from decimal import Decimal

from cayennelpp import LppFrame

# type in our mapping, method of the encoder, values as text for the parts in their order
ONE = [
    ("digital_input", "add_digital_input", ["0"], ["1"], ["255"]),
    ("digital_output", "add_digital_output", ["0"], ["1"], ["255"]),
    ("analog_input", "add_analog_input", ["-327.68"], ["0.25"], ["327.67"]),
    ("analog_output", "add_analog_output", ["-327.68"], ["-0.5"], ["327.67"]),
    ("generic_sensor", "add_generic", ["0"], ["65536"], ["4294967295"]),
    ("illuminance", "add_luminosity", ["0"], ["256"], ["65535"]),
    ("presence", "add_presence", ["0"], ["1"]),
    ("temperature", "add_temperature", ["-3276.8"], ["-0.5"], ["27.5"], ["3276.7"]),
    ("humidity", "add_humidity", ["0.0"], ["48.5"], ["127.5"]),
    ("accelerometer", "add_accelerometer", ["-32.768", "0.125", "32.767"], ["1.250", "-1.250", "0.000"]),
    ("barometer", "add_pressure", ["0.0"], ["1013.5"], ["6553.5"]),
    ("voltage", "add_voltage", ["0.00"], ["3.25"], ["655.35"]),
    ("current", "add_current", ["0.000"], ["1.125"], ["65.535"]),
    ("frequency", "add_frequency", ["0"], ["868100000"], ["4294967295"]),
    ("percentage", "add_percentage", ["0"], ["100"]),
    ("altitude", "add_altitude", ["-32768"], ["-3"], ["8848"]),
    ("load", "add_load", ["-5.125"], ["0.000"], ["8388.607"]),
    ("concentration", "add_concentration", ["0"], ["412"], ["65535"]),
    ("power", "add_power", ["0"], ["1500"], ["65535"]),
    ("distance", "add_distance", ["0.000"], ["12.250"], ["4294967.295"]),
    ("energy", "add_energy", ["0.000"], ["1234.500"], ["4294967.295"]),
    ("direction", "add_direction", ["0"], ["359"]),
    ("unix_time", "add_unix_time", ["0"], ["1609459200"], ["4294967295"]),
    ("gyrometer", "add_gyrometer", ["-327.68", "0.25", "327.67"]),
    ("colour", "add_colour", ["255", "128", "0"]),
    ("gps", "add_gps", ["52.5000", "-13.2500", "34.50"], ["-90.0000", "180.0000", "-10.00"]),
    ("switch", "add_switch", ["0"], ["1"]),
]


def number(text):
    value = Decimal(text)
    # A hair more than the number, away from zero: the encoder cuts what a binary fraction falls short of.
    return int(value) if "." not in text else float(value) * (1 + 1e-12)


vectors = []
for index, (kind, method, *samples) in enumerate(ONE):
    for at, values in enumerate(samples):
        frame = LppFrame()
        frame.add_digital_input(200, 1)
        getattr(frame, method)(index * 3 + at, *map(number, values))
        frame.add_presence(201, 1)
        vectors.append({"type": kind, "number": index * 3 + at, "values": values, "hex": bytes(frame).hex()})

print(json.dumps(vectors, indent=1))
