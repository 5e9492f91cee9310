"""What the lab adds to Locust: bounds, a page that other web sites cannot use, and numbers for Prometheus."""

from urllib.parse import urlsplit

import gevent
from flask import Response, request
from locust import __version__, events

MOST_USERS_PER_SECOND = 10


def bound_load(environment, settings):
    """Keeps the users, their beginning, their target and the time of a run within the settings."""
    start = environment.runner.start

    def start_bounded(user_count, spawn_rate, **options):
        environment.host = settings["target"]
        start(min(user_count, settings["mostUsers"]), min(spawn_rate, MOST_USERS_PER_SECOND), **options)

    environment.runner.start = start_bounded
    end = None

    @events.test_start.add_listener
    def begin_time(**_):
        nonlocal end
        end = gevent.spawn_later(settings["mostSeconds"], environment.runner.stop)

    @events.test_stop.add_listener
    def forget_time(**_):
        # The end of the time is itself what may call this.
        if end is not None and end is not gevent.getcurrent():
            end.kill(block=False)


def refuse_other_sites(environment, settings):
    """Locust answers every page that a browser shows; here it answers its own page, programs, and links to it."""

    @environment.web_ui.app.before_request
    def refuse():
        origin = request.headers.get("Origin")
        is_own = request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin") and (
            origin is None or urlsplit(origin).netloc == request.host
        )
        is_link = request.method == "GET" and request.path == "/"
        if request.host.rsplit(":", 1)[0] not in settings["names"] or not (is_own or is_link):
            return Response("Only Locust's own page may ask for this.\n", 403, mimetype="text/plain")
        return None


def count_for_prometheus(environment):
    """Serves /metrics."""

    @environment.web_ui.app.route("/metrics")
    def metrics():
        return Response(render_metrics(environment.runner), mimetype="text/plain; version=0.0.4")


def render_metrics(runner):
    lines = [
        "# TYPE locust_build_info gauge",
        f'locust_build_info{{version="{__version__}"}} 1',
        "# TYPE locust_users gauge",
        f"locust_users {runner.user_count}",
    ]
    families = (
        ("locust_requests_total", "counter", lambda entry: entry.num_requests),
        ("locust_failures_total", "counter", lambda entry: entry.num_failures),
        ("locust_request_seconds_total", "counter", lambda entry: entry.total_response_time / 1000),
    )
    for name, kind, read in families:
        lines.append(f"# TYPE {name} {kind}")
        for (route, method), entry in sorted(runner.stats.entries.items()):
            lines.append(f'{name}{{method="{method}",route="{route}"}} {read(entry)}')
    return "\n".join(lines) + "\n"
