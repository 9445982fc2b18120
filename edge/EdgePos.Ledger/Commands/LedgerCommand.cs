using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>Something that a register wants written. Carried out once; asked again, it gives the first answer.</summary>
/// <param name="Register">Number of the register.</param>
/// <param name="CommandId">Made by the register before it sent the command.</param>
/// <param name="RequestDigest">SHA-256 of what was asked: the same id with another digest is refused.</param>
public abstract record LedgerCommand(int Register, Guid CommandId, byte[] RequestDigest)
{
    /// <summary>Writes the entry and gives the answer to keep, or refuses and leaves no trace.</summary>
    public abstract Result<byte[]> Apply(LedgerTransaction ledger);
}

/// <summary>What a command was answered.</summary>
/// <param name="Response">The bytes of the answer, the same each time.</param>
/// <param name="Replayed">True when the command had been carried out before.</param>
public sealed record LedgerAnswer(byte[] Response, bool Replayed);
