"""Addresses of chats."""

from django.urls import path

from chats.agents import views as agent_views
from chats.imports import views

app_name = "chats"
urlpatterns = [
    path("s/<int:shop_id>/imports/", views.imports, name="imports"),
    path("s/<int:shop_id>/imports/latest/", views.imports_latest, name="imports_latest"),
    path("s/<int:shop_id>/imports/template/<slug:name>/", views.imports_template, name="imports_template"),
    path("s/<int:shop_id>/imports/<int:batch_id>/", views.imports_file, name="imports_file"),
    path("s/<int:shop_id>/imports/<int:batch_id>/refused/", views.imports_refused, name="imports_refused"),
    path("s/<int:shop_id>/people/agents/new/", agent_views.agent_new, name="agent_new"),
    path("s/<int:shop_id>/people/agents/<int:agent_id>/", agent_views.agent, name="agent"),
]
