namespace EdgePos.HeadOffice;

/// <summary>Shows where two boxes have one name, and takes the note away when a person has put it right.</summary>
internal sealed class ForkRun(Books books, string tenant, TextWriter output)
{
    private const int NameDigits = 8; // of an epoch: enough to be typed off, too many to be guessed

    /// <summary>Shows, or settles.</summary>
    /// <param name="name">STORE/BOX.</param>
    /// <param name="settled">The ledger as it was shown; empty: only shows.</param>
    /// <exception cref="VerbFault">There is no such note.</exception>
    public int Run(string name, string settled)
    {
        if (name.Split('/') is not [{ Length: > 0 } store, { Length: > 0 } box])
            throw new VerbFault(ExitCodes.Usage, $"'{name}' is not STORE/BOX");
        var whose = new BoxName(tenant, store, box);
        var notes = ForkNotes.Of(books.Store, whose);
        if (settled.Length > 0)
            return Settle(whose, notes, settled);
        if (notes.Count == 0)
            output.WriteLine($"{name}: no second box is known under this name");
        foreach (var note in notes)
            Show(name, note);
        return notes.Count == 0 ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    private int Settle(BoxName box, IReadOnlyList<ForkNote> notes, string settled)
    {
        var note = notes.FirstOrDefault(note => settled == NameOf(note)) ?? throw new VerbFault(ExitCodes.DamagedData,
            $"no second box of {box.Store}/{box.Box} is noted with the ledger '{settled}'; ask without --settled, nothing was changed");
        ForkNotes.Settle(books.Store, box, note);
        output.WriteLine($"{box.Store}/{box.Box}: the note on ledger {NameOf(note)} is taken away; "
            + "it comes back if the other box still writes");
        return ExitCodes.Ok;
    }

    private void Show(string name, ForkNote note) => output.WriteLine($"""
        {name}, ledger {NameOf(note)}, committed to entry {note.Seq}: {note.Why}
          1. Find both boxes. The one whose last receipts are in `report sales` goes on.
          2. Stop the other. To sell with it, give it a name of its own in its settings, and a ledger of its own:
             edgeposctl ledger new-epoch --reason "..."; what it sold meanwhile stays in the file set aside.
          3. Start the box that goes on anew, then: edgepos-headoffice fork {name} --settled {NameOf(note)}
        """);

    private static string NameOf(ForkNote note) => note.Epoch[..NameDigits];
}
