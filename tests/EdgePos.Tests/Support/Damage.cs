using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests;

/// <summary>What a bad disk does to a file.</summary>
internal static class Damage
{
    /// <summary>Changes one price of a price book behind its back: SQLite sees nothing wrong with it.</summary>
    public static void ChangeOnePrice(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT body FROM items ORDER BY sku LIMIT 1";
        var item = V1.Item.Parser.ParseFrom((byte[])read.ExecuteScalar()!);
        item.Price.Minor++;
        using var change = connection.CreateCommand();
        change.CommandText = "UPDATE items SET body = $body WHERE sku = $sku";
        change.Parameters.AddWithValue("$body", item.ToByteArray());
        change.Parameters.AddWithValue("$sku", item.Sku);
        Assert.Equal(1, change.ExecuteNonQuery());
    }

    /// <summary>Overwrites the file with something else of the same length.</summary>
    public static void Scribble(string file) => File.WriteAllText(file, new string('x', (int)new FileInfo(file).Length));

    /// <summary>Leaves the first bytes only.</summary>
    public static void CutTo(string file, long bytes)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(bytes);
    }
}
