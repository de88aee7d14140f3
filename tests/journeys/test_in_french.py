"""A sale between two people who read French, on a phone: what they type, read and are written."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket, within
from .seed import PASSWORD
from .visitor import GOOD_CARD, Visitor

TITLE = "Chemise en lin vert bouteille"
SELLER, BUYER = "margaux@people.example", "lucie@people.example"
NARROW = "document.documentElement.scrollWidth <= innerWidth"


def test_a_sale_in_french_from_the_photo_to_the_letter(
    visit: Open, market: RunningMarket, photo: Path
) -> None:
    seller = visit("vendeuse")  # whose browser asks for English: she presses Français
    listing = _list_a_piece(seller, photo)

    buyer = visit("acheteuse", locale="fr-FR")
    _buy(buyer, listing)

    within(30, lambda: _subjects(market, SELLER) != [], "the seller is written to")
    assert f"Vendu : {TITLE}" in _subjects(market, SELLER)
    within(30, lambda: _subjects(market, BUYER) != [], "the buyer is written to")
    assert f"C’est à vous : {TITLE}" in _subjects(market, BUYER)
    for person in (seller, buyer):
        person.expect_quiet()


def _list_a_piece(seller: Visitor, photo: Path) -> str:
    page = seller.page
    seller.sign_up(SELLER, then="/sell/")
    page.locator("footer").get_by_role("button", name="Français").click()
    expect(seller.heading("Vendre une pièce")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "fr"
    seller.upload([photo])
    seller.at(r"/sell/[0-9a-f-]{36}/$")
    page.get_by_label("Titre").fill(TITLE)
    seller.pick("Femmes")
    with page.expect_response(re.compile("/sell/sizes/")):
        page.get_by_label("Type").select_option(label="Chemise")
    page.get_by_label("Taille").select_option("M")
    seller.pick("Bon")
    seller.pick("Vert")
    with page.expect_response(re.compile("/sell/price-note/")):
        page.get_by_label("Prix").press_sequentially("17,50")
    expect(page.locator("#price-note")).to_contain_text("Vous recevez 16,97 £")
    assert page.evaluate(NARROW)
    seller.press("Vérifier et publier")
    seller.at("/publish/$")
    seller.prove_identity("Confirmer qui vous êtes")
    seller.at("/publish/$")
    seller.press("La mettre sur le portant")
    seller.at(r"/l/[0-9a-f-]{36}/$")
    seller.sees("Sur le portant. Tout le monde peut la voir maintenant.")
    assert page.evaluate(NARROW)
    return page.url


def _buy(buyer: Visitor, listing: str) -> None:
    page = buyer.page
    buyer.goto("/accounts/signup/")
    page.get_by_label("E-mail").fill(BUYER)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    buyer.press("Créer le compte")
    buyer.at("/$")
    page.goto(listing)
    expect(page.locator(".listing__price")).to_have_text(re.compile(r"19,08\s£"))
    buyer.press("Acheter")
    buyer.at("/bag/$")
    buyer.follow_link("Passer la commande")
    page.get_by_label("Nom complet").fill("Lucie Acheteuse")
    page.get_by_label("Rue et numéro").fill("12 Mill Lane")
    page.get_by_label("Code postal").fill("LS6 2AA")
    page.get_by_label("Ville").fill("Leeds")
    assert page.evaluate(NARROW)
    page.get_by_role("button", name=re.compile(r"^Payer 22,07\s£")).click()
    buyer.at("/pay/")
    buyer.pay_with(GOOD_CARD)
    expect(buyer.heading("C’est à vous")).to_be_visible(timeout=30_000)
    assert page.evaluate(NARROW)


def _subjects(market: RunningMarket, address: str) -> list[str]:
    """Return what letters to an address are about; a no-break space counts as a space."""
    letters = [
        message_from_bytes(path.read_bytes()) for path in (market.home / "mail").glob("*.eml")
    ]
    subjects = [str(make_header(decode_header(each["Subject"])))
                for each in letters if each["To"] == address]  # fmt: skip
    return [" ".join(subject.split()) for subject in subjects]
