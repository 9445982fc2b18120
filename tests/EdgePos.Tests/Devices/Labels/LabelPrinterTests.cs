using System.Text;
using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Shelf labels, against a printer that takes ZPL and has every fault.</summary>
public sealed class LabelPrinterTests
{
    private static readonly ShelfLabel Tea = new("Groene thee ^~_\\ 50 zakjes €", "€ 2,49", "€ 24,90 / kg", "9501101530003", "TEA-50");

    [Fact]
    public void A_label_is_these_very_commands() => Assert.Equal(
        "^XA^CI28^PW480^LL320^LH0,0^PQ1"
        + @"^FO16,16^A0N,40^FB448,2,0,L,0^FH_^FDGroene thee _5E_7E_5F\\ 50 zakjes €^FS"
        + "^FO16,96^A0N,86^FB448,1,0,R,0^FH_^FD€ 2,49^FS"
        + "^FO16,188^A0N,29^FB448,1,0,R,0^FH_^FD€ 24,90 / kg^FS"
        + "^FO16,188^A0N,29^FB224,1,0,L,0^FH_^FDTEA-50^FS"
        + "^FO16,224^BY3^BEN,57,Y,N^FD950110153000^FS^XZ\r\n",
        Encoding.UTF8.GetString(ZplEncoder.Encode(Tea, new LabelMedia())));

    [Theory]
    [InlineData("KWD 1000000,000", 47)]
    [InlineData("EUR 1,00", 86)]
    public void A_price_is_as_high_as_it_can_be_and_whole(string price, int dots) =>
        Assert.Contains($"^A0N,{dots}^FB448,1,0,R,0^FH_^FD{price}^FS", ZplOf(Tea with { Price = price }), StringComparison.Ordinal);

    [Theory]
    [InlineData(28, "^A0N,40^")]
    [InlineData(50, "^A0N,23^")]
    [InlineData(200, "^A0N,20^")]
    public void A_long_name_is_smaller_and_one_that_no_label_has_room_for_is_cut(int length, string size)
    {
        string zpl = ZplOf(Tea with { Name = new string('n', length) });
        Assert.Contains(size + "FB448,2,0,L,0^FH_^FDn", zpl, StringComparison.Ordinal);
        Assert.Equal(Math.Min(length, 58 - 3), zpl.Count(letter => letter == 'n'));
        Assert.Equal(length > 58, zpl.Contains("n...^FS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Labels_come_out_in_order_with_all_that_stands_on_them()
    {
        await using var device = VirtualLabelPrinter.Start(0);
        await using var run = RunAt(device);
        var labels = Enumerable.Range(1, 25).Select(i => Tea with { Sku = $"SKU-{i}" }).ToList();
        Assert.Equal(new LabelResult(25, 0, ""), await run.Driver.PrintAsync(labels));
        for (int i = 1; i <= 25; i++)
        {
            Assert.True(device.Labels.TryRead(out var label));
            Assert.Equal(
                ["text: " + Tea.Name, "text: € 2,49", "text: € 24,90 / kg", $"text: SKU-{i}", "EAN-13: 9501101530003"],
                label.Fields.Select(field => $"{field.Kind}: {field.Data}"));
        }
    }

    [Fact]
    public Task Pulled_at_any_byte_no_label_is_lost_and_none_comes_twice() =>
        InterruptedAnywhere((device, at) => device.Faults.CutAfterTaken(at));

    [Fact]
    public async Task Out_of_labels_in_the_middle_it_goes_on_where_it_stopped()
    {
        await using var device = VirtualLabelPrinter.Start(0);
        device.LabelsLeft = 3;
        await using var run = RunAt(device);
        var printing = run.Driver.PrintAsync([.. Enumerable.Range(1, 8).Select(i => Tea with { Sku = $"SKU-{i}" })]);
        var health = await run.UntilAsync(health => health.State == DeviceState.Error);
        Assert.Equal(("the labels are out", false), (health.Reason, printing.IsCompleted));
        device.Change(paperOut: false);
        Assert.Equal(new LabelResult(8, 0, ""), await printing.WaitAsync(Daemon.Patience));
        Assert.Equal(8, device.Labels.Count);
    }

    [Theory]
    [InlineData("paper", "the labels are out")]
    [InlineData("head", "the head is open")]
    [InlineData("ribbon", "the ribbon is out")]
    [InlineData("pause", "the printer is paused")]
    public async Task A_printer_that_cannot_print_gets_no_label(string what, string reason)
    {
        await using var device = VirtualLabelPrinter.Start(0);
        device.Change(what == "paper", what == "head", what == "ribbon", what == "pause");
        await using var run = RunAt(device);
        Assert.Equal(new LabelResult(0, 0, reason), await run.Driver.PrintAsync([Tea]));
        device.Change(false, false, false, false);
        Assert.Equal(new LabelResult(1, 0, ""), await run.Driver.PrintAsync([Tea]));
        Assert.Equal(1, device.Labels.Count);
    }

    [Fact]
    public async Task A_printer_that_says_nothing_while_its_head_is_open_is_told_as_such()
    {
        await using var device = VirtualLabelPrinter.Start(0);
        device.IsSpeechlessWhenHindered = true;
        device.Change(headOpen: true);
        await using var run = RunAt(device);
        Assert.Equal(0, (await run.Driver.PrintAsync([Tea])).Printed);
        await run.UntilAsync(health => health.Advice.Contains("head", StringComparison.Ordinal));
        device.Change(headOpen: false);
        await run.UntilAsync(health => health == DeviceHealth.Well);
        Assert.Equal(new LabelResult(1, 0, ""), await run.Driver.PrintAsync([Tea]));
    }

    [Fact]
    public async Task What_it_says_twice_proves_nothing_twice()
    {
        await using var device = VirtualLabelPrinter.Start(0);
        device.Faults.Duplicate = true;
        await using var run = RunAt(device);
        for (int i = 0; i < 5; i++)
            Assert.Equal(new LabelResult(1, 0, ""), await run.Driver.PrintAsync([Tea]));
        device.LabelsLeft = 0;
        var printing = run.Driver.PrintAsync([Tea]);
        await run.UntilAsync(health => health.State == DeviceState.Error);
        Assert.False(printing.IsCompleted);
        device.Change(paperOut: false);
        await printing.WaitAsync(Daemon.Patience);
        Assert.Equal(6, device.Labels.Count);
    }

    [Fact]
    public async Task The_test_label_shows_what_a_technician_wants_to_see()
    {
        await using var device = VirtualLabelPrinter.Start(0);
        await using var run = RunAt(device);
        Assert.Contains("label", await run.Driver.TestAsync(default), StringComparison.Ordinal);
        Assert.Contains("é ü ł ñ", VirtualLabelPrinter.Draw(await device.Labels.ReadAsync()), StringComparison.Ordinal);
    }

    // Zebra, ~HS: paper out, 2 formats in the buffer; head up, 5 labels left.
    [Fact]
    public void A_status_says_what_the_guide_says()
    {
        byte[] told =
        [
            .. "\u0002030,1,0,1245,002,0,0,0,000,0,0,0\u0003\r\n"u8,
            .. "\u0002000,0,1,0,0,2,6,0,00000005,1,000\u0003\r\n"u8,
            .. "\u00021234,0\u0003\r\n"u8,
        ];
        var status = new ZplStatus();
        Assert.Equal(
            new LabelPrinterStatus(PaperOut: true, RibbonOut: false, HeadOpen: true, Paused: false, HeadHot: false, Held: 7),
            Assert.Single(told.Select(status.Take).OfType<LabelPrinterStatus>()));
    }

    [Fact]
    public void No_bytes_whatsoever_upset_the_status() => Gen.Frequency((3, Gen.Byte), (1, Gen.OneOfConst<byte>(2, 3, (byte)',')))
        .Array[0, 200].Sample(
            bytes =>
            {
                var status = new ZplStatus();
                foreach (byte value in bytes)
                    status.Take(value);
            }, iter: Fuzz.Inputs);

    [Fact]
    public void No_text_whatsoever_becomes_a_command() => Gen.String.Sample(
        text =>
        {
            PrintedLabel? printed = null;
            var machine = new ZplMachine(label => printed = label);
            var label = new ShelfLabel("x" + text, "1", "", "", "");
            foreach (byte value in ZplEncoder.Encode(label, new LabelMedia()))
                machine.Take(value, []);
            Assert.Equal(2, printed!.Fields.Count);
        }, iter: Fuzz.Inputs / 10);

    private static DriverRun<LabelPrinter> RunAt(VirtualLabelPrinter device)
    {
        Assert.True(LinkAddress.TryParse(device.Address, out var address, out string problem), problem);
        var settings = new LabelPrinterSettings(new LabelMedia())
        {
            AskEvery = TimeSpan.FromMilliseconds(200),
            AskPrintingEvery = TimeSpan.FromMilliseconds(20),
        };
        var description = new DeviceDescription("labels", DeviceClass.LabelPrinter, "zpl", device.Address);
        return new(TimeProvider.System, around => new LabelPrinter(description, address, settings, around));
    }

    private static string ZplOf(ShelfLabel label) => Encoding.UTF8.GetString(ZplEncoder.Encode(label, new LabelMedia()));

    private static async Task InterruptedAnywhere(Action<VirtualLabelPrinter, long> interrupt)
    {
        var labels = Enumerable.Range(1, 3).Select(i => new ShelfLabel($"A{i}", "1", "", "95050003", "")).ToList();
        int bytes = labels.Sum(label => ZplEncoder.Encode(label, new LabelMedia()).Length) + 30;
        var together = new ParallelOptions { MaxDegreeOfParallelism = 64 };
        await Parallel.ForEachAsync(Enumerable.Range(0, bytes), together, async (at, stop) =>
        {
            await using var device = VirtualLabelPrinter.Start(0);
            interrupt(device, at);
            await using var run = RunAt(device);
            var first = await run.Driver.PrintAsync(labels);
            int surely = first.Printed, perhaps = first.Printed + first.Unknown;
            var names = new List<string>();
            while (device.Labels.TryRead(out var label))
                names.Add(label.Fields[0].Data);
            Assert.Equal(names.Distinct(), names);
            Assert.True(names.Count >= surely && names.Count <= perhaps, $"at byte {at}: {first}, but {string.Join(' ', names)}");

            // The next one is whole, whatever was left behind.
            LabelResult next;
            for (int tries = 0; (next = await run.Driver.PrintAsync([Tea])).Printed == 0 && tries < 100; tries++)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop);
            Assert.Equal((at, 1), (at, next.Printed));
            Assert.Equal((at, Tea.Name), (at, (await device.Labels.ReadAsync(stop)).Fields[0].Data));
        });
    }
}
