"""What every test may ask for: a real Postgres and a real Kafka; and how workers share tests."""

from hypothesis import HealthCheck, settings

# How long an example takes tells of the machine, not of the code.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

pytest_plugins = ["tests.servers", "tests.workers"]
