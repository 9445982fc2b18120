using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>The file's structure, and whether its schema is this program's to the letter.</summary>
internal static class FileCheck
{
    // Where a table lies in the file differs; everything else of the schema is the same in every ledger. With its type and byte
    // for byte: text that is compared as text ends at a zero, and bytes that should be text read the same.
    private const string Schema = """
        SELECT type || ' ' || name, typeof(type) || hex(type) || typeof(name) || hex(name) || typeof(tbl_name) || hex(tbl_name)
            || typeof(sql) || coalesce(hex(sql), '') || iif(type IN ('table', 'index'), '', typeof(rootpage) || rootpage)
            FROM sqlite_master
        UNION ALL SELECT 'version ' || version, typeof(sha256) || hex(sha256) FROM schema_version
        """;

    /// <summary>Looks at the structure: what is read later rests on it.</summary>
    public static void Structure(SqliteConnection books, CheckNotes notes)
    {
        string check = $"PRAGMA integrity_check({LedgerCheck.FindingsMost})";
        foreach (string found in books.Stream(check, row => row.GetString(0)))
        {
            if (found != "ok")
                notes.Found(0, $"the file is damaged: {found.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Compares the schema with the one that this program makes.</summary>
    public static void CompareSchema(SqliteConnection books, SqliteConnection fresh, CheckNotes notes)
    {
        var programs = Lines(fresh);
        var others = Lines(books).Where(line => !programs.Remove(line)).Select(line => line.Name).ToList();
        foreach (string name in others)
            notes.Found(0, $"the schema is not this program's: {name} is not as it should be");
        foreach (string name in programs.Select(line => line.Name).Except(others))
            notes.Found(0, $"the schema is not this program's: {name} is missing");

        static List<(string Name, string Proof)> Lines(SqliteConnection file) =>
            file.Rows(Schema, row => (row.GetString(0), row.GetString(1)));
    }

    /// <summary>Tables of one row have that one: SQLite's own check passes over a condition on the number of a row.</summary>
    public static void RequireSingleRows(SqliteConnection books, CheckNotes notes)
    {
        foreach (string table in new[] { "identity", "confirmed" })
        {
            if (books.Rows($"SELECT only_row FROM {table}", row => row.GetInt64(0)) is not [1])
                notes.Found(0, $"{table} has not the one row that it should have");
        }
    }
}
