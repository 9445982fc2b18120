using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>
/// The content of a dataset whose rows stand in the order of their keys. They stay in the file that they came in; the place of every
/// so many is remembered, so that a row is found by reading a few of them. Safe from any thread.
/// </summary>
/// <param name="current">The version in use; null: there is none.</param>
/// <param name="keyOf">What a row is found by; keys are compared by their UTF-16 values.</param>
internal sealed class KeyedRows<T>(Func<(Manifest Manifest, string Rows)?> current, MessageParser<T> parser, Func<T, string> keyOf)
    where T : class, IMessage<T>
{
    private const int RowsBetween = 256;

    private readonly Lock _turn = new();
    private (string File, IReadOnlyList<(string Key, long Place)> Places)? _known;

    /// <summary>Reads a whole content. Gives what is wrong with it; null: it can be used.</summary>
    /// <param name="problem">What is wrong with a row; null: nothing.</param>
    /// <exception cref="InvalidDataException">A row cannot be read.</exception>
    public string? Check(string file, Func<T, string?> problem)
    {
        var places = new List<(string, long)>();
        using var rows = new BufferedStream(File.OpenRead(file), 64 * 1024);
        string? before = null;
        for (long number = 1, place = 0; DatasetRows.Next(rows) is { } bytes; number++, place = rows.Position)
        {
            var row = DatasetRows.Parse(parser, bytes);
            string key = keyOf(row);
            if (problem(row) is { } wrong)
                return $"row {number}: {wrong}";
            if (before is not null && string.CompareOrdinal(before, key) >= 0)
                return $"row {number}: it is not in order";
            if (number % RowsBetween == 1)
                places.Add((key, place));
            before = key;
        }

        lock (_turn)
            _known = (file, places);
        return null;
    }

    /// <summary>The manifest of the version in use; null: there is none.</summary>
    public Manifest? Manifest => current()?.Manifest;

    /// <summary>The row of a key; null: there is none.</summary>
    public T? Find(string key) => From(key, row => keyOf(row) == key).Rows is [var row] ? row : null;

    /// <summary>The rows from a key on as long as something is so, and the version that they are of; null: there is none in use.</summary>
    public (Manifest? Manifest, IReadOnlyList<T> Rows) From(string key, Func<T, bool> isSo)
    {
        try
        {
            return Read(key, isSo);
        }
        catch (FileNotFoundException)
        {
            return Read(key, isSo); // the next version has become current meanwhile
        }
    }

    private (Manifest? Manifest, IReadOnlyList<T> Rows) Read(string key, Func<T, bool> isSo)
    {
        if (current() is not var (manifest, file))
            return (null, []);
        using var rows = new BufferedStream(File.OpenRead(file), 16 * 1024);
        rows.Position = PlaceBefore(key, file);
        return (manifest, [.. DatasetRows.All(rows).Select(row => DatasetRows.Parse(parser, row))
            .SkipWhile(row => string.CompareOrdinal(keyOf(row), key) < 0).TakeWhile(isSo)]);
    }

    private long PlaceBefore(string key, string file)
    {
        lock (_turn)
        {
            if (_known?.File != file)
                Check(file, _ => null); // the program has been started anew: what is in use was checked before
            return _known?.Places.LastOrDefault(place => string.CompareOrdinal(place.Key, key) <= 0).Place ?? 0;
        }
    }
}
