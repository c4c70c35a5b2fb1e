"""A worker with OpenTelemetry's own SDK in place of tiltmeter's runtime: the same as ../otel-node/worker.ts, in Python.

    pip install -r requirements.txt
    OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 LAVA_REALM=dev LAVA_WORKER=core python worker.py

A job is a line on stdin, in place of a queue:
{"job_id": "cmd/x", "run_id": "r1", "ts_dispatch": "...", "parameters": {"seconds": 1}}
"""

import json
import os
import re
import socket
import sys
import threading
import time
from datetime import datetime

from opentelemetry import trace
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.metrics import Observation
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource

realm = os.environ.get("LAVA_REALM", "dev")
worker = os.environ.get("LAVA_WORKER", "core")
every = float(os.environ.get("LAVA_HEARTBEAT", "60"))
instance = socket.gethostname()
resource = Resource.create(
    {
        "service.name": f"lava-{realm}-{worker}",
        "service.namespace": realm,
        "service.instance.id": f"{instance}-{os.getpid()}",
        "host.name": instance,
        "process.pid": os.getpid(),
        "realm": realm,
        "worker": worker,
    }
)

records = LoggerProvider(resource=resource)
records.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(), schedule_delay_millis=200))
logger = records.get_logger("worker")
meters = MeterProvider(resource=resource, metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())])
meter = meters.get_meter("worker")

of_instance = {"Realm": realm, "Worker": worker, "Instance": instance}
meter.create_observable_gauge("WorkerThreadsAlive", callbacks=[lambda _: [Observation(1, of_instance)]])
meter.create_observable_gauge("WorkerThreadsDead", callbacks=[lambda _: [Observation(0, of_instance)]])
run_delay = meter.create_histogram("RunDelay", unit="s")
run_time = meter.create_histogram("RunTime", unit="s")
job_failed = meter.create_histogram("JobFailed")


def say(severity, body, attributes, context=None):
    logger.emit(
        LogRecord(
            timestamp=time.time_ns(),
            context=context,
            severity_number=severity,
            body=body,
            attributes={"thread.name": "main", **attributes},
        )
    )


def beat():
    say(
        SeverityNumber.INFO,
        f"heartbeat realm={realm} worker={worker}",
        {
            "event_type": "heartbeat",
            "internal": {"qlen": 0},
            "threads": {"main": "OK"},
            "deferred_tasks": 0,
        },
    )


def run(job_id, run_id, ts_dispatch, traceparent="", parameters={}, **_):
    context = context_of(traceparent)
    delay = time.time() - datetime.fromisoformat(ts_dispatch.replace("Z", "+00:00")).timestamp()
    ids = {"event_type": "job", "job_id": job_id, "run_id": run_id}
    run_delay.record(delay, {"Realm": realm, "Worker": worker})
    say(SeverityNumber.INFO, "Starting", {**ids, "delay": delay}, context)
    start = time.monotonic()
    time.sleep(parameters.get("seconds", 0))
    failed = parameters.get("fail", False)
    run_time.record(time.monotonic() - start, {"Realm": realm, "Job": job_id})
    job_failed.record(1 if failed else 0, {"Realm": realm, "Job": job_id})
    if failed:
        say(SeverityNumber.ERROR, "Failed", {**ids, "exception.message": "told to fail"}, context)
    else:
        say(SeverityNumber.INFO, "Complete", ids, context)


def context_of(traceparent):
    """The span that sent the job, so that records of the run are found by its trace."""
    found = re.fullmatch(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})", traceparent)
    if not found:
        return None
    ids = [int(part, 16) for part in found.groups()]
    span = trace.SpanContext(ids[0], ids[1], is_remote=True, trace_flags=trace.TraceFlags(ids[2]))
    return trace.set_span_in_context(trace.NonRecordingSpan(span))


def beat_until(stop):
    beat()
    while not stop.wait(every):
        beat()


say(SeverityNumber.INFO, f"Worker {worker} of realm {realm} is up", {"event_type": "worker"})
stop = threading.Event()
beats = threading.Thread(target=beat_until, args=[stop])
beats.start()
for line in sys.stdin:
    run(**json.loads(line))
stop.set()
beats.join()
say(SeverityNumber.INFO, f"Worker {worker} of realm {realm} is down", {"event_type": "worker"})
records.shutdown()
meters.shutdown()
