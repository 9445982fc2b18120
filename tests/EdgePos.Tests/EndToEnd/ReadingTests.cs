using EdgePos.HeadOffice;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>protos/examples/READING.md: its commands, run as they stand there, show what stands there.</summary>
public sealed class ReadingTests : IDisposable
{
    private const string Prompt = "    $ ";

    private static readonly string[] Tools = ["bash", "mosquitto_sub", "protoc", "brotli"];

    /// <summary>A file that protoc needs and that Debian has in a package of its own, libprotobuf-dev.</summary>
    internal const string ProtocsOwn = "/usr/include/google/protobuf/descriptor.proto";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_has_mosquitto_sub_and_the_protos_reads_everything()
    {
        string[] missing = [.. Tools.Select(tool => $"/usr/bin/{tool}").Append(ProtocsOwn).Where(file => !File.Exists(file))];
        Assert.SkipWhen(missing.Length > 0 || Mosquitto.Path is null,
            $"not there: {string.Join(", ", missing)}; "
            + "apt-get install mosquitto mosquitto-clients protobuf-compiler libprotobuf-dev brotli");
        int port = Daemon.FreePort();
        await using var broker = await Mosquitto.StartAsync(_folder, port);
        SigningKey.OpenOrMake(_folder.File("office")).Dispose();
        await using var office = new HeadOfficeProgram(_folder.File("office"), port).Start();
        await using var daemon = await new Daemon(_folder.File("data"), "--Devices:printer:Link=", "--HeadOffice:Embedded=false",
            "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={port}",
            $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(_folder.File("office"))}").StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        await till.Sell("SOAP");
        await daemon.UntilConfirmedAsync();
        await PublishAsync();

        using var enough = new CancellationTokenSource();
        var selling = Task.WhenAll(SellAsync(till, enough.Token), NewsAsync(enough.Token));
        string page = await File.ReadAllTextAsync(Path.Combine(Programs.Repo, "protos", "examples", "READING.md"));
        var (functions, readings) = Parse(page);
        foreach (var (command, shown) in readings)
        {
            string script = $"cd '{Programs.Repo}/protos'\n{functions}BROKER='-h 127.0.0.1 -p {port}'\n{command}\n";
            // On a slow machine a link breaks now and then, and what is retained says so for a moment.
            for (long begun = TimeProvider.System.GetTimestamp(); ;)
            {
                var (code, output) = await ProgramRun.ToEndAsync("/usr/bin/bash", "", "-c", script);
                TestContext.Current.TestOutputHelper?.WriteLine($"$ {command}\n{output}");
                Assert.True(code == 0, $"{command}: {output}");
                if (shown.IsSubsetOf(FieldsOf(output)))
                    break;
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"{command}: {output}");
            }
        }

        await enough.CancelAsync();
        await selling;
    }

    // Functions and settings come first; then commands, each with what it shows.
    private static (string Functions, List<(string Command, HashSet<string> Shown)> Readings) Parse(string page)
    {
        string functions = "";
        var readings = new List<(string Command, HashSet<string> Shown)>();
        foreach (string line in page.Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)))
        {
            if (!line.StartsWith(Prompt, StringComparison.Ordinal))
                readings[^1].Shown.UnionWith(FieldsOf(line));
            else if (line.Contains("() {", StringComparison.Ordinal) || line.Contains('=', StringComparison.Ordinal))
                functions += line[Prompt.Length..] + "\n";
            else
                readings.Add((line[Prompt.Length..], []));
        }

        Assert.True(readings.Count > 5 && readings.TrueForAll(reading => reading.Shown.Count > 0), "the page shows too little");
        return (functions, readings);
    }

    private static HashSet<string> FieldsOf(string shown) =>
        [.. shown.Split('\n').Select(line => line.Trim().Split(':', ' ')[0]).Where(word => word.Length > 0 && char.IsAsciiLetter(word[0]))];

    private async Task PublishAsync()
    {
        await File.WriteAllTextAsync(_folder.File("book.csv"),
            "sku,gtin,name,unit,price,currency,tax_percent\nSOAP,,Soap,each,2.50,EUR,21\n");
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "",
            ["publish", "price-book", _folder.File("book.csv"), "--store", "S1", "--data-folder", _folder.File("office")]);
        Assert.True(code == 0, output);
    }

    // A box tells anew how it is when a price book has come.
    private async Task NewsAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
            await PublishAsync();
    }

    private static async Task SellAsync(Till till, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await till.Sell("SOAP");
            await Task.Delay(100, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
