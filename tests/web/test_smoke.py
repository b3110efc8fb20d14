from partage.access import is_fresh  # noqa: F401


def test_visitor_gets_a_french_page_for_an_unknown_address(client):
    answer = client.get("/nulle-part")
    assert answer.status_code == 404
