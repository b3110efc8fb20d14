"""While typing: suggestions under the field, and what resembles a title."""

from partage.search.queries import similar, suggest


def names(results):
    return [result.title for result in results]


def test_suggestions_are_short_json(client, write):
    write("Aide à la mobilité")
    answer = client.get("/api/suggestions?q=mobi")
    url = "/notes/aide-a-la-mobilite-0"
    assert answer.json == [{"kind": "note", "label": "Note", "title": "Aide à la mobilité", "url": url}]


def test_suggestions_begin_with_what_is_being_typed(write):
    write("Le logement social")
    write("Loger un jeune")
    write("Le vélo", "Se loger est un autre sujet.")
    assert names(suggest(None, "loge")) == ["Le logement social", "Loger un jeune", "Le vélo"]
    assert names(suggest(None, "logement so"))[0] == "Le logement social"
    assert names(suggest(None, "logement soc")) == ["Le logement social"]


def test_suggestions_forgive_accents_and_a_typo(write):
    write("Le chèque énergie")
    assert names(suggest(None, "cheq")) == names(suggest(None, "chéque enregie")) == ["Le chèque énergie"]


def test_six_suggestions_at_most(write):
    for number in range(9):
        write(f"Mobilité {number}")
    assert len(suggest(None, "mobilité")) == 6


def test_suggestions_of_one_kind(client, write):
    write("Aide à la mobilité")
    assert len(client.get("/api/suggestions?q=mobi&genre=note").json) == 1


def test_nothing_typed_suggests_nothing(client, write):
    write("Une page")
    assert client.get("/api/suggestions").json == []
    assert client.get("/api/suggestions?q=le").json == []


def test_nadia_sees_the_pages_that_resemble_her_title(as_, cast, write):
    write("Retrouver un mot de passe", "Sans le faire à la place.")
    write("Créer une adresse électronique", "Choisir un mot de passe solide.")
    write("Préparer un entretien")
    client = as_(cast.nadia)
    found = client.post("/api/ressemblances", data={"titre": "Mots de passes perdus"}).json
    assert [one["title"] for one in found] == ["Retrouver un mot de passe", "Créer une adresse électronique"]
    assert set(found[0]) == {"kind", "label", "title", "url", "facts"}


def test_lookalikes_forgive_accents_and_a_typo(write):
    write("La déclaration trimestrielle")
    assert names(similar(None, "Declartion en ligne")) == ["La déclaration trimestrielle"]


def test_three_lookalikes_at_most_best_first(write):
    for number in range(5):
        write(f"Mobilité {number}")
    write("Mobilité des jeunes")
    assert names(similar(None, "mobilité des jeunes")) == ["Mobilité des jeunes", "Mobilité 0", "Mobilité 1"]


def test_one_word_in_passing_is_no_resemblance(write):
    write("Préparer un entretien", "Parler de mobilité.")
    assert similar(None, "Une aide au permis pour la mobilité des apprentis") == []


def test_body_counts_with_the_title(as_, cast, write):
    write("Le gel des avoirs", "La banque bloque la carte.")
    found = as_(cast.nadia).post("/api/ressemblances", data={"titre": "Aide", "texte": "sa banque bloque sa carte"}).json
    assert [one["title"] for one in found] == ["Le gel des avoirs"]


def test_visitor_writes_nothing_so_nothing_resembles(client):
    assert client.post("/api/ressemblances", data={"titre": "mobilité"}).status_code == 401


def test_what_is_being_written_stands_in_no_address(as_, cast):
    assert as_(cast.nadia).get("/api/ressemblances?titre=mobilité").status_code == 405
