"""What can go wrong with likes, follows, conversations and blocks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import (
    Conflict,
    Invalid,
    LimitReached,
    NotFound,
    PermissionDenied,
)


class CannotFollowOneself(Conflict):
    """People do not follow their own shop."""

    def __init__(self) -> None:
        super().__init__("social.own_shop", _("This is your own shop."))


class ListingNotLikeable(NotFound):
    """The garment does not exist, or it was never public."""

    def __init__(self) -> None:
        super().__init__("social.listing_not_found", _("We cannot find this listing."))


class ShopNotFound(NotFound):
    """There is no such shop."""

    def __init__(self) -> None:
        super().__init__("social.shop_not_found", _("We cannot find this shop."))


class ConversationNotFound(NotFound):
    """There is no such conversation, or it is between other people."""

    def __init__(self) -> None:
        super().__init__(
            "social.conversation_not_found", _("There is no such conversation of yours.")
        )


class NobodyToTalkTo(NotFound):
    """What a conversation would be about does not exist, or is not for this person to see."""

    def __init__(self) -> None:
        super().__init__("social.nothing_to_talk_about", _("We cannot find what this is about."))


class OwnThing(Conflict):
    """Nobody writes to themselves."""

    def __init__(self) -> None:
        super().__init__("social.own_listing", _("This is your own listing."))


class InvalidMessage(Invalid):
    """A message has 1 to 2,000 characters."""

    def __init__(self, message: str) -> None:
        super().__init__("social.invalid_message", message, {"text": message})


class InvalidPhotos(Invalid):
    """A message brings at most four photos, the sender's own and sent for messages."""

    def __init__(self, message: str) -> None:
        super().__init__("social.invalid_photos", message, {"photos": message})


class MessagesClosed(PermissionDenied):
    """A block stands between the two; who blocked whom is not said."""

    def __init__(self) -> None:
        super().__init__("social.messages_closed", _("Messages between the two of you are closed."))


class WritingRefused(PermissionDenied):
    """The person may not write to others now; the message says why and where to read more."""

    def __init__(self, reason: str) -> None:
        super().__init__("social.writing_refused", reason)


class TooManyMessages(LimitReached):
    """Nobody needs to write this much this quickly."""

    def __init__(self) -> None:
        super().__init__(
            "social.too_many_messages",
            _("You have sent a lot of messages in a short time. Wait a little and try again."),
        )


class MessageNeedsConfirmation(Conflict):
    """The sender should look at the text again; they may change it or send it as it is.

    Nothing was sent yet. `flags` says what was seen, as codes; `acknowledged` sends it.
    """

    def __init__(self, flags: tuple[str, ...]) -> None:
        super().__init__(
            "social.message_needs_confirmation",
            _(
                "This looks like moving the sale away from here. Away from here, nothing is "
                "protected. You can change the message or send it as it is."
            ),
            {"text": ", ".join(flags)},
        )
        self.flags = flags


class CannotBlock(Conflict):
    """One does not block oneself."""

    def __init__(self) -> None:
        super().__init__("social.cannot_block", _("You cannot block yourself."))


class PersonNotFound(NotFound):
    """There is no such person."""

    def __init__(self) -> None:
        super().__init__("social.person_not_found", _("We cannot find this person."))
