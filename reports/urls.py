"""Every address of reports; each room lists its own."""

from django.urls import include, path

app_name = "reports"
# Weekly reports come last: their week in an address matches the words of others.
urlpatterns = [
    path("", include("reports.actions.urls")),
    path("", include("reports.agents.urls")),
    path("", include("reports.books.urls")),
    path("", include("reports.chasing.urls")),
    path("", include("reports.credit.urls")),
    path("", include("reports.delivery.urls")),
    path("", include("reports.funnel.urls")),
    path("", include("reports.glossary.urls")),
    path("", include("reports.health.urls")),
    path("", include("reports.leaderboard.urls")),
    path("", include("reports.library.cases.urls")),
    path("", include("reports.library.promotions.urls")),
    path("", include("reports.library.scripts.urls")),
    path("", include("reports.lost_sales.causes.urls")),
    path("", include("reports.lost_sales.desk.urls")),
    path("", include("reports.lost_sales.form.urls")),
    path("", include("reports.orders.urls")),
    path("", include("reports.privacy.urls")),
    path("", include("reports.reasons.urls")),
    path("", include("reports.receptions.urls")),
    path("", include("reports.rules.urls")),
    path("", include("reports.scorecards.urls")),
    path("", include("reports.talks.urls")),
    path("", include("reports.weekly.urls")),
]
