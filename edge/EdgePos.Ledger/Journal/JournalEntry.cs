using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>An entry of the journal.</summary>
/// <param name="Header">What is hashed besides the body.</param>
/// <param name="Body">A message of edgepos.headoffice.v1, exactly as it was hashed.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record JournalEntry(EntryHeader Header, byte[] Body, byte[] Hash);

/// <summary>The end of the journal.</summary>
/// <param name="Epoch">16 bytes; changes when the ledger is made anew.</param>
/// <param name="Seq">Last entry; 0: none yet.</param>
/// <param name="Hash">Its hash; the epoch's genesis where there is none yet.</param>
public sealed record JournalHead(byte[] Epoch, long Seq, byte[] Hash);

/// <summary>Whose ledger it is.</summary>
/// <param name="Tenant">The chain.</param>
/// <param name="Store">Code of the store, as on receipts.</param>
/// <param name="Box">Name of the box.</param>
public sealed record BoxIdentity(string Tenant, string Store, string Box);
