"""The addresses of the pages. No address ever holds a name or an identity number."""

from django.urls import path, register_converter

from liuqing.web.api import api
from liuqing.web.pages import (
    areas,
    assess,
    benefits,
    door,
    employers,
    files,
    filling,
    flags,
    held,
    households,
    mapping,
    papers,
    quotas,
    rule_book,
    search,
    standards,
    todo,
    traces,
    what_if,
)
from liuqing.web.words import Code, HouseholdNo

register_converter(Code, "code")
register_converter(HouseholdNo, "no")

urlpatterns = [
    path("", door.home, name="home"),
    path("alive/", door.alive, name="alive"),
    path("sign-in/", door.sign_in, name="sign-in"),
    path("sign-out/", door.sign_out, name="sign-out"),
    path("language/", door.language, name="language"),
    path("traces/", traces.traces, name="traces"),
    path("todo/", todo.todo, name="todo"),
    path("assess/", assess.assess, name="assess"),
    path("assess/progress/", assess.progress, name="assess-progress"),
    path("employers/", employers.employers, name="employers"),
    path("what-if/", what_if.what_if, name="what-if"),
    path("what-if/people/", what_if.people, name="what-if-people"),
    path("rules/", rule_book.rules, name="rules"),
    path("search/", search.search, name="search"),
    path("area/<code:code>/", areas.area, name="area"),
    path("area/<code:code>/households/", households.households, name="households"),
    path("area/<code:code>/flags/", flags.flags, name="flags"),
    path("area/<code:code>/standards/", standards.standards, name="standards"),
    path("area/<code:code>/quotas/", quotas.quotas, name="quotas"),
    path("area/<code:code>/flags.xlsx", papers.flag_lists, name="flag-lists"),
    path("area/<code:code>/six-clears.xlsx", papers.six_clears, name="six-clears"),
    path("household/<no:no>/", households.household, name="household"),
    path("household/<no:no>/policy/", benefits.policy, name="policy"),
    path("household/<no:no>/why/<slug:rule>/", households.why, name="why"),
    path("household/<no:no>/identity/", households.reveal, name="reveal"),
    path("household/<no:no>/card.<str:form>", papers.household_card, name="household-paper"),
    path("files/", files.files, name="files"),
    path("files/upload/", files.upload, name="upload"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/progress/", files.progress, name="file-progress"),
    path("files/<int:pk>/answer/", files.answer, name="file-answer"),
    path("files/<int:pk>/mapping/", mapping.correct, name="file-mapping"),
    path("files/<int:pk>/errors-book/", papers.errors_book, name="errors-book"),
    path("fill/", filling.fill, name="fill"),
    path("fill/preview/", filling.preview, name="fill-preview"),
    path("api/", api.urls),
    path("files/rows/<int:pk>/", held.decide, name="decide"),
]
