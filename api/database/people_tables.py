"""The tables of people: accounts, sessions, tokens, and sign-ins under way. Of every secret, only a hash is kept."""

from __future__ import annotations

import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database.columns import Json, Moment, Wording
from api.database.tables import Hash, Id, Name, Table


class AccountRow(Table):
    """A person who may sign in. ``subject`` is who they are to an OpenID provider, ``password`` an argon2 hash."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="uq_account_subject"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Name, unique=True)
    team: Mapped[str] = mapped_column(Name)
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str | None] = mapped_column(Name)
    must_change: Mapped[bool] = mapped_column(Boolean, default=False)
    issuer: Mapped[str | None] = mapped_column(Name)
    subject: Mapped[str | None] = mapped_column(Name)
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime.datetime | None] = mapped_column(Moment)
    at: Mapped[datetime.datetime] = mapped_column(Moment)


class SessionRow(Table):
    """A session, by the hash of the secret that its cookie holds."""

    __tablename__ = "sessions"

    hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    used: Mapped[datetime.datetime] = mapped_column(Moment)


class TokenRow(Table):
    """A token for programs, by the hash of its secret."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    hash: Mapped[str] = mapped_column(Hash, unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(Name)
    scopes: Mapped[list[str]] = mapped_column(Json)
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    expires: Mapped[datetime.datetime] = mapped_column(Moment)
    revoked: Mapped[datetime.datetime | None] = mapped_column(Moment)


class PendingSignInRow(Table):
    """A sign-in that was sent to the OpenID provider, by the hash of the secret that the browser holds meanwhile."""

    __tablename__ = "pending_sign_ins"

    hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    state: Mapped[str] = mapped_column(Hash)
    nonce: Mapped[str] = mapped_column(Name)
    verifier: Mapped[str] = mapped_column(Name)
    goes_to: Mapped[str] = mapped_column(Wording)
    at: Mapped[datetime.datetime] = mapped_column(Moment)
