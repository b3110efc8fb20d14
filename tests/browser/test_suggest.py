"""Suggestions under the search field: by keyboard, by touch, and without script."""

from playwright.sync_api import expect


def field(device, path="/recherche"):
    device.sign_in("nadia")
    device.open(path)
    return device.page.get_by_role("combobox")


def test_nadia_opens_a_suggestion_with_the_keyboard(device):
    box = field(device)
    box.press_sequentially("interp")
    option = device.page.get_by_role("option").first
    option.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert "suggestion" in device.page.locator("form.search [role=status]").text_content()
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    box.press("Enter")
    device.page.wait_for_url("**/pratiques/rendez-vous-interprete")


def test_escape_closes_the_list_and_enter_then_searches(device):
    box = field(device)
    box.press_sequentially("interp")
    device.page.get_by_role("option").first.wait_for()
    box.press("Escape")
    expect(device.page.get_by_role("option")).to_have_count(0)
    assert (box.get_attribute("aria-expanded"), box.input_value()) == ("false", "interp")
    box.press("Enter")
    device.page.wait_for_url("**/recherche?q=interp")


def test_touching_a_suggestion_opens_it(device):
    box = field(device)
    box.press_sequentially("interp")
    device.page.get_by_role("option").first.click()
    device.page.wait_for_url("**/pratiques/rendez-vous-interprete")


def test_without_script_the_field_is_a_plain_form(new_device):
    device = new_device(java_script_enabled=False)
    device.sign_in("nadia")
    device.open("/recherche")
    box = device.page.get_by_role("searchbox")
    box.fill("interprete")
    box.press("Enter")
    device.page.wait_for_url("**/recherche?q=interprete")
    expect(device.page.locator("a.row")).to_have_count(1)
