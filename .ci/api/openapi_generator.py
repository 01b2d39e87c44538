"""Reads every answer with the client that openapi-generator generated (python), whose models refuse a value that the
description does not allow; api_contract.py compares the figures with what was sent."""
import datetime
import json
import sys

FOLDER, URL, READ_KEY, ADMIN_KEY, DAY = sys.argv[1:]
sys.path.insert(0, FOLDER)

import cairn_api
from cairn_api.exceptions import ApiException


def api(name, key):
    return getattr(cairn_api, name)(cairn_api.ApiClient(cairn_api.Configuration(host=URL, access_token=key)))


statistics = api("StatisticsApi", READ_KEY)
plans, access, audiences, past, visitors = (
    api(name, ADMIN_KEY) for name in ("PlanApi", "AccessApi", "AudiencesApi", "ThePastApi", "VisitorsApi"))
site = {"site": "shop"}
days = site | dict.fromkeys(("var_from", "to"), datetime.date.fromisoformat(DAY))
by_channel = days | {"breakdown": "channel", "compare": "previous_period"}

overview = statistics.get_overview(**days)
goals = statistics.get_goals(**days)
funnel = statistics.get_funnel(funnel="checkout", view="entry", **days)
plan = plans.get_plan()
try:
    api("PlanApi", READ_KEY).get_plan()
    refused = None
except ApiException as error:
    refused = [error.status, json.loads(error.body)["error"]["code"]]

# Every other answer: a model that refuses it raises.
unread = []
for read, arguments in [
    (statistics.get_overview, by_channel),
    (statistics.get_goals, by_channel),
    (statistics.get_funnel, by_channel | {"funnel": "checkout", "view": "same_day"}),
    (statistics.get_funnel, by_channel | {"funnel": "checkout", "view": "completion"}),
    (statistics.get_channels, days | {"funnel": "checkout"}),
    (statistics.get_events, days),
    (statistics.get_events, days | {"name": "view_item", "prop": "sku"}),
    (statistics.get_pages, days),
    (statistics.get_micros, days | {"macro": "purchase"}),
    (statistics.get_anomalies, days),
    (statistics.get_targets, site),
    (statistics.get_today, site),
    (statistics.get_health, days),
    (statistics.list_recent_events, site),
    (audiences.get_audiences, site),
    (audiences.get_audience, days | {"audience": "left_cart"}),
    (audiences.list_members, site | {"audience": "left_cart"}),
    (audiences.get_ads_conversions, days | {"click": "gclid"}),
    (plans.get_site_plan, site),
    (plans.list_names, site),
    (access.list_sites, {}),
    (access.list_keys, {}),
    (access.list_unknown_sites, {}),
    (past.list_jobs, site),
    (past.list_quarantine, days),
    (visitors.get_visitor, site | {"id": "buyer"}),
]:
    try:
        read(**arguments)
    except (ApiException, ValueError) as error:
        unread.append(f"{read.__name__} {arguments}: {str(error)[:600]}")
if unread:
    sys.exit("\n".join(unread))
purchase = next(row for row in goals.rows if row.goal == "purchase")
entries = funnel.rows[0].actual_instance

print(json.dumps({
    "date": overview.rows[0].var_date.isoformat(),
    "visitors": overview.rows[0].visitors,
    "events": overview.total.events,
    "conversions": purchase.conversions,
    "tier": purchase.tier,
    "value": [[value.amount, value.currency] for value in purchase.value],
    "entered": funnel.total.actual_instance.entered,
    "reached": entries.reached,
    "plan": plan.version,
    "refused": refused,
}))
