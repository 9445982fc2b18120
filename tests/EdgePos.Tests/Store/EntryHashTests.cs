using System.Text;
using CsCheck;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>The published vectors of the chain. Who checks a journal in another language starts from these.</summary>
public sealed class EntryHashTests
{
    private static readonly byte[] Epoch = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");

    private static readonly EntryHeader Header =
        new(1, 1_790_000_000_000_000, 2, "edgepos.headoffice.v1.SaleCompleted", 7, "0042");

    // Made once with: printf 'edgepos journal 1\n' | cat - epoch.bin | sha256sum
    [Fact]
    public void The_genesis_of_an_epoch() =>
        Assert.Equal(VectorGenesis, Convert.ToHexStringLower(EntryHash.Genesis(Epoch)));

    [Fact]
    public void The_hash_of_a_first_entry() => Assert.Equal(
        VectorFirst, Convert.ToHexStringLower(EntryHash.Of(EntryHash.Genesis(Epoch), Header, Encoding.UTF8.GetBytes("body"))));

    [Fact]
    public void Every_part_of_an_entry_counts()
    {
        byte[] previous = EntryHash.Genesis(Epoch), body = [1, 2, 3];
        EntryHeader[] others =
        [
            Header with { Seq = 2 }, Header with { AtUs = 1 }, Header with { Clock = 1 }, Header with { Kind = "k" },
            Header with { Register = 8 }, Header with { Employee = "" },
        ];
        var hashes = others.Select(other => EntryHash.Of(previous, other, body))
            .Append(EntryHash.Of(previous, Header, body))
            .Append(EntryHash.Of(previous, Header, [1, 2]))
            .Append(EntryHash.Of(EntryHash.Genesis(new byte[16]), Header, body));
        Assert.Equal(9, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Moving_a_character_from_one_field_to_the_next_changes_the_hash() =>
        Gen.Select(Gen.String[1, 8], Gen.String[0, 8]).Sample((kind, employee) =>
        {
            byte[] previous = EntryHash.Genesis(Epoch);
            byte[] one = EntryHash.Of(previous, Header with { Kind = kind, Employee = employee }, []);
            byte[] other = EntryHash.Of(previous, Header with { Kind = kind[..^1], Employee = kind[^1] + employee }, []);
            Assert.NotEqual(one, other);
        });

    private const string VectorGenesis = "bb009adfef0d851dfdba4ae667ed27ed2bf18b29f9f62a4d04a3b193711b5026";
    private const string VectorFirst = "6728f97e3ffd7743247e1ff345bdd1a45907b581f6a5e5831650fb598254137f";
}
