namespace EdgePos.HeadOffice;

/// <summary>
/// Which stores a release goes to, one ring after the other: HeadOffice:Rings has rows such as "canary S1 S7", a name and the codes of
/// its stores. The ring "all" is always there: every store that has ever sent anything.
/// </summary>
internal static class Rings
{
    /// <summary>The ring of every store.</summary>
    public const string All = "all";

    /// <summary>The stores of a ring.</summary>
    /// <param name="rows">As they are set.</param>
    /// <param name="every">Every store that has ever sent anything.</param>
    /// <exception cref="InvalidDataException">There is no such ring, or it has no stores.</exception>
    public static IReadOnlyList<string> StoresOf(string ring, IEnumerable<string> rows, IReadOnlyList<string> every)
    {
        if (ring == All)
            return every.Count > 0 ? every : throw new InvalidDataException("no store has sent anything yet; name the stores with --store");
        var rings = rows.Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length > 0).ToList();
        var stores = rings.Where(row => row[0] == ring).SelectMany(row => row.Skip(1)).Distinct(StringComparer.Ordinal).ToList();
        return stores.Count > 0 ? stores : throw new InvalidDataException($"there is no ring {ring}; there are "
            + string.Join(", ", rings.Select(row => row[0]).Append(All)) + ". HeadOffice:Rings names them: \"canary S1 S7\"");
    }
}
