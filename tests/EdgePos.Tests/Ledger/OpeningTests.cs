using EdgePos.Ledger;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests.Ledger;

public sealed class OpeningTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        File.WriteAllText(Path, new string('x', 5000));
        Assert.Equal(FaultKind.Damaged, Assert.Throws<LedgerFault>(() => Sales.Open(Path)).Kind);
        Assert.Equal(new string('x', 5000), File.ReadAllText(Path));
    }

    [Fact]
    public void A_ledger_of_another_box_is_refused_and_named()
    {
        Sales.Open(Path).Dispose();
        var fault = Assert.Throws<LedgerFault>(() => Sales.Open(Path, identity: Sales.Box with { Store = "S2" }));
        Assert.Contains("demo/S1/box1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_of_a_newer_program_is_refused_with_a_word_on_what_to_do()
    {
        Sales.Open(Path).Dispose();
        using (var connection = new SqliteConnection($"Data Source={Path}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_version VALUES (99, x'00', 0)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("newer program", Assert.Throws<LedgerFault>(() => Sales.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Equal(FaultKind.CannotOpen, Assert.Throws<LedgerFault>(() => Sales.Open(_folder.File("no/ledger.db"))).Kind);

    [Fact]
    public void The_epoch_stays_with_the_file()
    {
        Sales.Open(Path).Dispose();
        var first = new LedgerReader(Path).Head();
        Sales.Open(Path).Dispose();
        Assert.Equal(first.Epoch, new LedgerReader(Path).Head().Epoch);
        Sales.Open(_folder.File("other.db")).Dispose();
        Assert.NotEqual(first.Epoch, new LedgerReader(_folder.File("other.db")).Head().Epoch);
    }
}
