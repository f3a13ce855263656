"""Keys of creations: a request that is sent twice, because its answer got lost, makes one record and not two."""

from __future__ import annotations

from sqlalchemy import delete, select

from api.database.columns import new_id, now
from api.database.errors import UnusableRecord
from api.database.repository import Repository
from api.database.tables import IdempotencyRow


class Creations(Repository):
    """What a person's keys have made. Kept in the same transaction as what they made, for at least a day."""

    def made(self, key: str | None, asked: str) -> str | None:
        """What an earlier request with this key made; null when there is no key, or none such.

        Raises:
            UnusableRecord: when the key came with another request.
        """
        if key is None:
            return None
        row = self.session.scalars(
            select(IdempotencyRow).where(
                IdempotencyRow.team == self.person.team,
                IdempotencyRow.owner == self.person.name,
                IdempotencyRow.key == key,
            )
        ).one_or_none()
        if row is None:
            return None
        if row.asked != asked:
            raise UnusableRecord("this Idempotency-Key came with another request before; use a new one")
        return row.made

    def keep(self, key: str | None, asked: str, made: str) -> None:
        """Remember what a key made."""
        if key is not None:
            row = IdempotencyRow(
                id=new_id(), key=key, asked=asked, made=made, owner=self.person.name, team=self.person.team, at=now()
            )
            self.session.add(row)
            self.session.flush()

    def forget(self, made: str) -> None:
        """Forget by which request something was made, once it is deleted."""
        self.session.execute(delete(IdempotencyRow).where(IdempotencyRow.made == made))
