using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace EdgePos.Tests.House;

/// <summary>Rules about the files of the repo.</summary>
public sealed partial class RepoTests
{
    internal static readonly string Root = FindRoot();

    [Fact]
    public void On_top_of_the_repo_are_only_the_things_of_the_layout()
    {
        string[] layout =
        [
            "edge", "protos", "devices", "provisioning", "tests", "Makefile", "EdgePos.sln", "README.md", "LICENSE",
            "Directory.Build.props", "Directory.Packages.props", "artifacts",
        ];
        var strange = Directory.GetFileSystemEntries(Root).Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.') && !layout.Contains(name)).ToList();
        Assert.Empty(strange);
    }

    [Fact]
    public void No_source_file_is_too_long() =>
        Assert.DoesNotContain(Sources(), file => File.ReadLines(file).Count() > 400);

    [Fact]
    public void No_line_is_too_long() =>
        Assert.Empty(from file in Sources()
                     from line in File.ReadLines(file)
                     where line.Length > 140 && !line.Contains("InlineData", StringComparison.Ordinal)
                         && !file.EndsWith("/Log.cs", StringComparison.Ordinal)
                     select $"{file}: {line}");

    [Fact]
    public void Nothing_is_left_open() =>
        Assert.Empty(from file in Sources() from line in File.ReadLines(file) where LeftOpen().IsMatch(line) select $"{file}: {line}");

    [Fact]
    public void Names_come_from_the_trade() =>
        Assert.DoesNotContain(Sources().Select(Path.GetFileNameWithoutExtension), name => VagueName().IsMatch(name!));

    [Fact]
    public void Every_field_message_and_call_of_the_protos_has_a_comment()
    {
        var bare = new List<string>();
        foreach (string file in Directory.GetFiles(Path.Combine(Root, "protos"), "*.proto", SearchOption.AllDirectories))
        {
            string[] lines = File.ReadAllLines(file);
            for (int i = 1; i < lines.Length; i++)
            {
                bool wantsComment = ProtoDeclaration().IsMatch(lines[i]);
                if (wantsComment && !lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
                    bare.Add($"{Path.GetFileName(file)}:{i + 1}: {lines[i].Trim()}");
            }
        }

        Assert.Empty(bare);
    }

    [Theory]
    [InlineData("edge/EdgePos.Ledger/Migrations/0001_ledger.sql", "99f74203377de6e8013d0f9847dded44d420237ee93b732ef8c29f44522e6330")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0002_provable.sql", "35836cd37cb4f6fcf37912210b6c7c5bb89ae30803342fbf08440d42570d16d3")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0003_customers.sql", "688edd9cca35de41d7416ca229e65b42c141c6662112677a4dcc4b213d3e256a")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0004_tills.sql", "9f4156693eb140a7bdb06547cf08686cd95bad202a84154a8a8c2ecc741d063e")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0005_stock.sql", "2340dcdaa726bc715f4cc29a901420fccf6c49e91b28b4d25e29bb6b96967421")]
    [InlineData("edge/EdgePos.Ledger/Counter/Migrations/0001_counter.sql", "910961c7a1e5b55ed8845a8f8a8830225a38eca4f96b15cd4d26f4198cf6c1c9")]
    [InlineData("edge/EdgePos.Ledger/Counter/Migrations/0002_command_ids.sql", "d80b0a4435ab05c103891c59cd28bc2fbe18299f18c06c0aea3ec1557bb36b12")]
    [InlineData("edge/EdgePos.Ledger/Counter/Migrations/0003_codes.sql", "83be1a79611edc9a929bcc571c5b459761363245827080e4e139e6350b215cee")]
    [InlineData("edge/EdgePos.Ledger/Counter/Migrations/0004_whole_baskets.sql", "d3c3f1cd8e108f95fbd1a2f2b1e0ad641561d29dfac3b5622a83aa966e9e734e")]
    [InlineData("edge/EdgePos.Ledger/Counter/Migrations/0005_commands_by_id.sql", "16ee71b4041c3a8bf2892427e5f8a3a3af77c2966591c7f3d4c24561d7965277")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0006_returns.sql", "94fb0e366854db98c4391b69d415962ac08b5b5b4ccf03002419b0eea4c05830")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0007_gift_cards.sql", "2e0efe0bdc6578f8e9e00586a5bc27ab5aea649f16feecf8f505d3d345242762")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0008_cashiers.sql", "969fc4665d21393cdfa33e45a0cbec10f3ed4b4ff9e55c8a6063101a24f0cf7a")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0009_payments.sql", "fcf1c9fce5c846cf0b681aa80aae341429391e450167cfe11797e1ef696cfdec")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0011_points.sql", "7557450f6f0ab63739ae965606f9c667efe68e963838e23dfcb78b1079921f98")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0010_returns_elsewhere.sql", "e146029e4180458c63afe0968ab127c777f705ca9b768d6b8d934524d6085a73")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0013_registers.sql", "4bfb66e12a2ec8be5d582d524d610da8c48d1ac752116bb0feae20d44a65c4b9")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0014_orders.sql", "e239c3e9d8f8589c3650566977e600e76a49fd6883650bffdc77a6c79cf98645")]
    [InlineData("edge/EdgePos.Ledger/Counter/Migrations/0006_printers.sql", "e6a7add9a2f7a631ef51ee288ebac8fb95e54ecd90c88d67380ad4525ad072bd")]
    [InlineData("edge/EdgePos.Ledger/Counter/Migrations/0007_shelf_labels.sql", "b73cd4c718768f9a0df7b8f96e916dd0fdbfb6285eaf0cd6997dec1440bec49b")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0001_books.sql", "ccb387af4d6dac8402cfae628b8ceeb103bb3c85ffd2d4456c48877589892d1b")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0002_journals.sql", "95b8666d48c29f16d6c1aaea30f268a8c860d46eb4eb8cd9de79537e906f27ac")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0003_datasets.sql", "79f5bc1b3a898e9c658dc3530c16a3b6ab3ee783ab2287e85f82da864b01a297")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0004_offers_by_package.sql", "cb3d1038a0a9861238970364f5521f856d00c7365df3c652c4b77e8926e48a18")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0005_payments_known.sql", "72a91c8136c8ba4a0813c5f856ff881f3177acf439c23891ab95cf8483d5540b")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0008_customers.sql", "e8d238f7285233b3e8e76acc67b53d8e2896df284b2288498090787bd9831ce9")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0006_transfers.sql", "21395127f28bce2b36780694830a56ae0db43e8e19f140ce08b95573289b04da")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0007_returns.sql", "4511aec344a5258bf9fc4e0cc6b99b792a73291c42f54f9c519df7217dd44734")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0001_books.sql", "225b160371148fba0d03b152450b285547eba29ce41b389720c73fc0eefd92c7")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0002_datasets.sql", "bb3c81e7bf59e4f4cf1f1803d3ed3fe6fe6db9a3054bc0a6f9311b3f0cd79ca9")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0003_offers_by_package.sql", "cb3d1038a0a9861238970364f5521f856d00c7365df3c652c4b77e8926e48a18")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0004_payments_known.sql", "72a91c8136c8ba4a0813c5f856ff881f3177acf439c23891ab95cf8483d5540b")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0007_customers.sql", "e5e844baa0e833bd2a5475bc483910d141b82452529b7729ff88f7825c076e94")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0005_transfers.sql", "18056e57f8c506b5f8b4e2c7a5f484057a040753400b04f1b1f4e4883c406f3a")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0006_returns.sql", "254d8e1c02beeb448815257d4c67a6ec7124b4d40c6675161586086b536726ba")]
    [InlineData("edge/EdgePos.Ledger/Migrations/0012_time_clock.sql", "6e2c1fac7764f21fab3dec719f61d182a29e9a994bbd5f851de0357b09391455")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0009_employees.sql", "98d78fee38dcc64351938f8a47786141f2c83f5ec4637ee6eb9ef45b4cf222a9")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0008_employees.sql", "756d7adf49c8db10ecba8038acb1e45ff28d93674299f4f9cee43430352b1848")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0010_orders.sql", "571b1285b6462ae6304747561ba797ccb5a94363aa68c0fbd170c23061ddd9fe")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0009_orders.sql", "b0c81d65b1bc3fb0bef4ce48b06809a734bb7e94d33b5b2c206b99086ac9493b")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Migrations/0011_order_names.sql", "6523f4790fd8eb07ce6bf040c3be641fd752eb06ff52737bdfbc3db23784471d")]
    [InlineData("edge/EdgePos.HeadOffice/Books/Postgres/Migrations/0010_order_names.sql", "e7a871ef9aa51c40560883c68e0ce74b0adfa930ed9465704f654c47ecd07ad3")]
    public void A_landed_migration_is_never_edited(string file, string sha256) => Assert.Equal(
        sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, file)))));

    private static IEnumerable<string> Sources() => Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory!;
        while (!File.Exists(Path.Combine(folder.FullName, "EdgePos.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|HA" + @"CK|NotImplementedExcep" + @"tion)\b")]
    private static partial Regex LeftOpen();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Common|Constants)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^\s*((optional |repeated )?[\w.]+ \w+ = \d+;|[A-Z_]+ = \d+;|message \w+|enum \w+|service \w+|rpc \w+|oneof \w+)")]
    private static partial Regex ProtoDeclaration();
}
