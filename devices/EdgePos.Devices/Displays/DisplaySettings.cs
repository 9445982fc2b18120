namespace EdgePos.Devices;

/// <summary>What kind of customer display it is.</summary>
/// <param name="Columns">Characters in a line, 8 to 40.</param>
/// <param name="CodePages">Its character tables, as n of ESC t and the standard they follow, in the order in which a character is looked
/// for; a CD5220 uses the first one only. Null: 858 under Epson's number 19, and 437 under 0.</param>
/// <param name="BehindPrinter">True where its line goes through a receipt printer that passes on what is meant for it.</param>
public sealed record DisplaySettings(int Columns = 20, IReadOnlyList<CodePage>? CodePages = null, bool BehindPrinter = false)
{
    internal IReadOnlyList<CodePage> Pages => CodePages is { Count: > 0 } pages ? pages : [new(19, 858), new(0, 437)];
}
