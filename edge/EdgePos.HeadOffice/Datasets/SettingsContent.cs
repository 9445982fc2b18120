using EdgePos.Files;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>Settings for stores as rows: a file with NAME=VALUE in each line, such as Store:Footer=Thank you; # begins a remark.</summary>
internal static class SettingsContent
{
    /// <summary>Name of the dataset.</summary>
    public const string Dataset = "configuration";

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">A line is no setting, or one comes twice.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SortedDictionary<string, byte[]> Read(string path)
    {
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var line in TextFile.Read(path).Where(line => line.Text is null || line.Text.Trim() is not ("" or ['#', ..])))
        {
            if (line.Text?.Split('=', 2) is not [var name, var value] || !name.Contains(':', StringComparison.Ordinal))
                throw new InvalidDataException($"{path}, line {line.Number}: must be like Store:Footer=Thank you; nothing was published");
            var row = new SettingRow { Name = name.Trim(), Value = value.Trim() };
            if (!rows.TryAdd(row.Name, row.ToByteArray()))
                throw new InvalidDataException($"{path}, line {line.Number}: {row.Name} comes twice; nothing was published");
        }

        return rows;
    }

    /// <summary>What a row is about.</summary>
    public static string KeyOf(byte[] row) => DatasetRows.Parse(SettingRow.Parser, row).Name;
}
