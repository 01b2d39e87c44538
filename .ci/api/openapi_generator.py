"""Reads figures with the client that openapi-generator generated; api_contract.py compares them with what was sent."""
import datetime
import json
import sys

FOLDER, URL, READ_KEY, ADMIN_KEY, DAY = sys.argv[1:]
sys.path.insert(0, FOLDER)

from cairn_generated import ApiClient, ApiException, Configuration, PlanApi, StatisticsApi
from cairn_generated.models.error import Error


def client(key):
    return ApiClient(Configuration(host=URL, access_token=key))


day = datetime.date.fromisoformat(DAY)
statistics = StatisticsApi(client(READ_KEY))
days = {"var_from": day, "to": day}

overview = statistics.get_overview("shop", **days)
goals = statistics.get_goals("shop", **days)
funnel = statistics.get_funnel("shop", "checkout", view="entry", **days)
plan = PlanApi(client(ADMIN_KEY)).get_plan()
purchase = next(row for row in goals.rows if row.goal == "purchase")
try:
    PlanApi(client(READ_KEY)).get_plan()
    sys.exit("a key that only reads statistics was given the plan")
except ApiException as exception:
    refused = exception
assert isinstance(refused.data, Error), refused

print(json.dumps({
    "date": overview.rows[0].var_date.isoformat(),
    "visitors": overview.rows[0].visitors,
    "events": overview.total.events,
    "conversions": purchase.conversions,
    "tier": purchase.tier,
    "value": [[value.amount, value.currency] for value in purchase.value],
    "entered": funnel.total.actual_instance.entered,
    "reached": funnel.rows[0].actual_instance.reached,
    "plan": plan.version,
    "refused": [refused.status, refused.data.error.code],
}))
