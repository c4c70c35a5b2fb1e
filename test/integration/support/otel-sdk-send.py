"""Sends one record by OpenTelemetry's SDK for Python, with attributes that JSON has no form of."""

import sys

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor

nan, infinity = float("nan"), float("inf")
provider = LoggerProvider()
provider.add_log_record_processor(SimpleLogRecordProcessor(OTLPLogExporter(endpoint=sys.argv[1])))
provider.get_logger("test").emit(
    LogRecord(
        timestamp=1_700_000_000_123_000_000,
        severity_number=SeverityNumber.INFO,
        severity_text="INFO",
        body="caf\u00e9 \u2028 \x00\x1b",
        attributes={
            "zero": 0,
            "negative": -1,
            "whole": 2**53 - 1,
            "longest": 2**63 - 1,
            "lowest": -(2**63),
            "real": 1e-300,
            "exponent": 1e300,
            "nan": nan,
            "infinity": infinity,
            "low": -infinity,
            "yes": True,
            "no": False,
            "empty": "",
            "text": "\U0001f600 \u2028 \x00\x7f\x9b \\ \"",
            "list": [1, 2, 3],
            "mixed": [1, "a", False, 1.5],
            "odd": [nan, -infinity, 2**63 - 1],
            "nothing": [],
            "map": {"x": {"y": 1, "nan": nan, "big": 2**63 - 1}},
            "hollow": {},
            "caf\u00e9 key": "k",
        },
    )
)
provider.shutdown()
