using System.Device.I2c;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>An LCD with Hitachi's controller, on a bus that keeps what came.</summary>
public sealed class LcdTests
{
    // HD44780U data sheet, Figure 24: three times 0011, then 0010, then function set 0010 1000 (N = 1: two lines).
    [Fact]
    public async Task The_controller_is_brought_to_four_wires_as_the_data_sheet_says()
    {
        var lcd = new VirtualLcd();
        await using var link = await LcdLink.OpenAsync(lcd, TimeProvider.System, default);
        Assert.Equal(["0:3", "0:3", "0:3", "0:2", "0:2", "0:8"], lcd.Seen);
        Assert.True(lcd.IsTwoLines);
    }

    // HD44780U data sheet, Table 12, "4-bit operation, 8-digit x 1-line display example": display on 0000 1110 (here without cursor,
    // 0000 1100), entry mode 0000 0110, and the letter H as 10 0100 and 10 1000.
    [Fact]
    public async Task The_worked_example_of_the_data_sheet_writes_an_H()
    {
        var lcd = new VirtualLcd();
        await using var link = await LcdLink.OpenAsync(lcd, TimeProvider.System, default);
        lcd.Seen.Clear();
        await link.WriteAsync(new byte[] { 0, 0x0E, 0, 0x06, 1, (byte)'H' }, default);
        Assert.Equal(["0:0", "0:e", "0:0", "0:6", "1:4", "1:8"], lcd.Seen);
        Assert.True(lcd.IsOn);
        Assert.Equal("H", lcd.Upper);
    }

    [Fact]
    public async Task Two_lines_stand_on_it_and_the_next_ones_in_their_place()
    {
        var lcd = new VirtualLcd();
        await using var link = await LcdLink.OpenAsync(lcd, TimeProvider.System, default);
        var dialect = new Hd44780(20);
        await link.WriteAsync(dialect.Begin(), default);
        await link.WriteAsync(dialect.Show(new DisplayLines("Soap            2.50", "Total EUR      12.50")), default);
        Assert.Equal(("Soap            2.50", "Total EUR      12.50"), (lcd.Upper, lcd.Lower));
        await link.WriteAsync(dialect.Show(new DisplayLines("Paid", "€ 5 é日")), default);
        Assert.Equal(("Paid", "① 5 ②?"), (lcd.Upper, lcd.Lower)); // the first and the second picture that were drawn
        Assert.Equal([0x06, 0x09, 0x1C, 0x08, 0x1C, 0x09, 0x06, 0x00], lcd.Picture(0));
    }

    [Fact]
    public async Task Half_a_byte_that_came_before_does_not_shift_the_wires()
    {
        var lcd = new VirtualLcd();
        await using var before = await LcdLink.OpenAsync(lcd, TimeProvider.System, default);
        lcd.Send(0x4, isData: true); // the daemon was killed between two nibbles
        await using var link = await LcdLink.OpenAsync(lcd, TimeProvider.System, default);
        var dialect = new Hd44780(20);
        await link.WriteAsync(dialect.Begin(), default);
        await link.WriteAsync(dialect.Show(new DisplayLines("straight", "")), default);
        Assert.Equal("straight", lcd.Upper);
    }

    [Fact]
    public async Task A_bus_that_breaks_is_a_broken_link_and_is_let_go()
    {
        var lcd = new VirtualLcd { Broken = new IOException("no acknowledge") };
        await Assert.ThrowsAsync<IOException>(async () => await LcdLink.OpenAsync(lcd, TimeProvider.System, default));
        Assert.True(lcd.IsDisposed);
    }

    // NXP, PCF8574: what is written is on the port; E (P2) up and down around each nibble, light (P3) on, RS is P0.
    [Fact]
    public void Behind_a_port_expander_each_nibble_is_three_bytes()
    {
        using var device = new I2cTape();
        using var bus = new I2cLcdBus(device);
        bus.Send(0x4, isData: true);
        bus.Send(0x3, isData: false);
        Assert.Equal([0x49, 0x4D, 0x49, 0x38, 0x3C, 0x38], device.Written);
    }

    private sealed class I2cTape : I2cDevice
    {
        public List<byte> Written { get; } = [];

        public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x27);

        public override void Read(Span<byte> buffer) => throw new NotSupportedException();

        public override void Write(ReadOnlySpan<byte> buffer) => Written.AddRange(buffer);

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();
    }
}
