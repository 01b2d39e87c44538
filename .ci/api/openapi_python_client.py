"""Reads figures with the client that openapi-python-client generated; api_contract.py compares them with what was sent."""
import datetime
import json
import sys

FOLDER, URL, READ_KEY, ADMIN_KEY, DAY = sys.argv[1:]
sys.path.insert(0, FOLDER)

from cairn_client import AuthenticatedClient
from cairn_client.api.plan import get_plan
from cairn_client.api.statistics import get_funnel, get_goals, get_overview
from cairn_client.models.error import Error
from cairn_client.models.get_funnel_view import GetFunnelView
from cairn_client.models.goal_answer import GoalAnswer

day = datetime.date.fromisoformat(DAY)
reader = AuthenticatedClient(base_url=URL, token=READ_KEY)
admin = AuthenticatedClient(base_url=URL, token=ADMIN_KEY)
days = {"from_": day, "to": day}

overview = get_overview.sync("shop", client=reader, **days)
goals = get_goals.sync("shop", client=reader, **days)
funnel = get_funnel.sync("shop", "checkout", client=reader, view=GetFunnelView.ENTRY, **days)
plan = get_plan.sync(client=admin)
refused = get_plan.sync_detailed(client=reader)
assert isinstance(goals, GoalAnswer) and isinstance(refused.parsed, Error)
purchase = next(row for row in goals.rows if row.goal == "purchase")

print(json.dumps({
    "date": overview.rows[0].date.isoformat(),
    "visitors": overview.rows[0].visitors,
    "events": overview.total.events,
    "conversions": purchase.conversions,
    "tier": str(purchase.tier),
    "value": [[value.amount, value.currency] for value in purchase.value],
    "entered": funnel.total.entered,
    "reached": funnel.rows[0].reached,
    "plan": plan.version,
    "refused": [refused.status_code, str(refused.parsed.error.code)],
}))
