"""Who acts: made once a request, job or command, and handed to everything that writes the audit trail."""

from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Actor:
    """`user`: the account (None for a command, the clock and people who are not signed in); `address`: the IP
    address of a request, else None; `name`: as the audit trail shows it."""

    user: User | None = None
    address: str | None = None
    name: str = ""

    @classmethod
    def of(cls, user: User | None, address: str | None = None) -> "Actor":
        """The account under its name; without one the clock, or whoever calls from the address."""
        return cls(user, address, str(user) if user else "")

    @property
    def account(self) -> User:
        """The account, for what only people do. Raises ValueError where there is none."""
        if self.user is None:
            raise ValueError("Only an account can do this.")
        return self.user


CLOCK = Actor()
