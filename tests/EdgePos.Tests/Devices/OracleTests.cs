using System.Text.Json;
using EdgePos.Devices;
using EdgePos.Provisioning;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>
/// What other people's programs make of the same: an encoder that is not ours sends the same receipt, and a reader that is not
/// ours reads our codes. Wants node, and `npm ci` in Oracles.
/// </summary>
public sealed class OracleTests : IDisposable
{
    private static readonly string[] Texts = ["Crème brûlée € 12,50", "Sałatka z łososia ćma", "Señor Piñata ¿qué?", "plain #$@[]{}|~"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("epson-80", "esc-pos")]
    [InlineData("epson-58", "esc-pos")]
    [InlineData("star-80", "star-line")]
    [InlineData("star-58", "star-line")]
    public async Task Another_encoder_puts_the_same_on_paper(string name, string language)
    {
        var profile = PrinterProfile.Find(name)!;
        var ours = Paper(profile, PrinterDialects.Encode(Receipt(), profile).Bytes);
        string hex = await AskAsync("encode.mjs", Content(), language, $"{profile.Columns}");
        var theirs = Paper(profile, Convert.FromHexString(hex));
        Assert.Equal(Meaning(ours), Meaning(theirs));
        Assert.Equal(1, theirs.DrawerOpened);
    }

    [Fact]
    public async Task Another_reader_reads_the_codes_on_the_picture_of_the_paper()
    {
        (PrintItem Item, string Profile, string Read)[] codes =
        [
            (new BarCode("S1-3-17"), "epson-80", "CODE_128 S1-3-17"),
            (new BarCode("AMSTERDAM-12-123456789"), "epson-58", "QR_CODE AMSTERDAM-12-123456789"),
            (new QrCode("https://example.com/?q=Łódź€"), "epson-80", "QR_CODE https://example.com/?q=Łódź€"),
            (new QrCode("https://example.com/?q=raster"), "compatible-80", "QR_CODE https://example.com/?q=raster"),
            (new RetailCode("9501101530003"), "epson-80", "EAN_13 9501101530003"),
            (new RetailCode("4006381333931"), "star-80", "EAN_13 4006381333931"),
            (new RetailCode("95050003"), "epson-58", "EAN_8 95050003"),
            (new RetailCode("614141000036"), "star-58", "UPC_A 614141000036"),
            (new QrCode("star"), "star-80", "QR_CODE star"),
        ];
        using var picture = new PaperPicture();
        var files = new List<string>();
        foreach (var (item, name, _) in codes)
        {
            var profile = PrinterProfile.Find(name)!;
            var paper = Paper(profile, PrinterDialects.Encode(new PrintDocument([item, new CutPaper()]), profile).Bytes);
            files.Add(_folder.File($"{files.Count}.png"));
            await File.WriteAllBytesAsync(files[^1], picture.Draw(paper));
        }

        string read = await AskAsync("read-codes.mjs", "", [.. files]);
        // The reader takes a UPC-A for the EAN-13 that it also is, where it likes.
        Assert.Equal(
            codes.Select(code => code.Read),
            read.TrimEnd().Split('\n').Select(line => line == "EAN_13 0614141000036" ? "UPC_A 614141000036" : line));
    }

    private static PrintDocument Receipt() => new([
        new OpenDrawer(),
        .. Texts.Select((text, i) => new TextLine(text, Align.Left, new TextStyle(Bold: i % 2 == 0, Tall: i == 1))),
        new BarCode("S1-3-17"), new RetailCode("9501101530003"), new QrCode("https://example.com/1"), new CutPaper(),
    ]);

    private static string Content()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            Item("drawer");
            for (int i = 0; i < Texts.Length; i++)
                Item("text", ("text", Texts[i]), ("align", "left"), ("bold", i % 2 == 0), ("wide", false), ("tall", i == 1));
            Item("code128", ("content", "S1-3-17"));
            Item("ean13", ("content", "9501101530003"));
            Item("qr", ("content", "https://example.com/1"));
            Item("cut");
            json.WriteEndArray();

            void Item(string kind, params (string Name, object Value)[] fields)
            {
                json.WriteStartObject();
                json.WriteString("kind", kind);
                foreach (var (name, value) in fields)
                {
                    if (value is bool flag)
                        json.WriteBoolean(name, flag);
                    else
                        json.WriteString(name, (string)value);
                }

                json.WriteEndObject();
            }
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    // What a person would see: characters and how they look, codes and what is in them; not where blanks come from.
    private static List<string> Meaning(Paper paper) =>
    [
        .. paper.Rows.Select(row => row switch
        {
            PaperLine { Text: var text } line when text.Trim().Length > 0 =>
                $"{text.Trim()} {(line.Cells.Any(cell => cell.Bold) ? "bold " : "")}{line.Cells.Max(cell => cell.Height)}",
            PaperCode code => code.Text,
            _ => "",
        }).Where(text => text.Length > 0),
    ];

    private static Paper Paper(PrinterProfile profile, byte[] bytes)
    {
        if (profile.Dialect == PrinterDialect.StarLine)
        {
            var star = new StarPaperMachine(profile.Columns);
            foreach (byte value in bytes)
                star.Take(value);
            return star.Cut.Dequeue();
        }

        var machine = new EscPosPaperMachine(profile.Columns);
        foreach (byte value in bytes)
            machine.Take(value);
        return machine.Cut.Dequeue();
    }

    private static async Task<string> AskAsync(string script, string input, params string[] arguments)
    {
        var (code, output, errors) = await NodeScript.RunAsync(Path.Combine(NodeScript.Folder, script), input, arguments);
        Assert.True(code == 0, errors);
        return output;
    }
}
