using System.Text;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Where devices are, and the bytes to and from them.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("serial:///dev/ttyS0", "9600 8N1 None")]
    [InlineData("serial:///dev/serial/by-id/usb-FTDI?baud=4800&format=7E1&flow=xon", "4800 7E1 XonXoff")]
    [InlineData("serial:///dev/ttyS0?baud=115200&format=8O2&flow=rts", "115200 8O2 RtsCts")]
    [InlineData("serial:///dev/ttyS0?baud=9601", null)]
    [InlineData("serial:///dev/ttyS0?format=9N1", null)]
    [InlineData("serial:///dev/ttyS0?format=8X1", null)]
    [InlineData("serial:///dev/ttyS0?speed=9600", null)]
    [InlineData("serial://ttyS0", null)]
    public void A_serial_line_is_set_as_it_is_written(string text, string? line)
    {
        Assert.Equal(line is not null, LinkAddress.TryParse(text, out var address, out _));
        if (line is not null)
        {
            var set = Assert.IsType<SerialAddress>(address).Line;
            Assert.Equal(line, $"{set.Baud} {set.Bits}{set.Parity}{set.StopBits} {set.Flow}");
        }
    }

    [Theory]
    [InlineData("usb-printer://04b8:0202/SN1", "04b8:0202 with serial number SN1")]
    [InlineData("usb-printer://04B8:0202", "04b8:0202")]
    [InlineData("usb-serial://port/1-1.2?baud=4800", "at USB socket 1-1.2")]
    [InlineData("usb-input://port/1-1.2", "at USB socket 1-1.2")]
    [InlineData("usb-printer://04b8:0202?baud=9600", null)]
    [InlineData("usb-printer://04b8", null)]
    [InlineData("usb-printer://port/../../etc", null)]
    [InlineData("usb-camera://04b8:0202", null)]
    public void A_usb_device_is_named_by_what_it_is_or_where_it_is_plugged_in(string text, string? words)
    {
        Assert.Equal(words is not null, LinkAddress.TryParse(text, out var address, out string problem));
        if (words is null)
            Assert.Contains("usb-printer://vid:pid/serial", problem, StringComparison.Ordinal);
        else
            Assert.Equal(words, address.ToString());
    }

    [Fact]
    public void A_usb_device_is_found_whatever_number_the_kernel_gave_it()
    {
        Plug("1-1", "04b8", "0202", "SN1", "usbmisc", "lp1");
        Plug("1-2", "04b8", "0202", "SN2", "usbmisc", "lp0");
        Plug("1-3.1", "1a86", "7523", "", "tty", "ttyUSB4");
        Plug("1-3.2", "1a86", "7523", "", "tty", "ttyUSB5");
        Assert.Equal("/dev/usb/lp0", Found("usb-printer://04b8:0202/SN2"));
        Assert.Equal("/dev/usb/lp1", Found("usb-printer://04b8:0202/SN1"));
        Assert.Equal("/dev/ttyUSB5", Found("usb-serial://port/1-3.2"));
        Assert.Null(Found("usb-printer://04b8:0202/SN3"));
        Assert.Null(Found("usb-input://04b8:0202/SN1"));
        Assert.Equal(4, UsbDevices.List(_folder.Path).Count);
        Assert.Equal("EPSON TM-T88V", UsbDevices.List(_folder.Path)[0].Title);
    }

    [Fact]
    public async Task Bytes_go_through_a_serial_line_both_ways_and_a_read_that_was_given_up_loses_none()
    {
        using var terminal = PseudoTerminal.Open();
        Assert.True(LinkAddress.TryParse($"serial://{terminal.Path}?baud=4800&format=8E1", out var address, out _));
        await using var link = await address.OpenAsync(default);
        await using var device = terminal.Take();
        byte[] buffer = new byte[100];
        using (var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => link.ReadAsync(buffer, soon.Token).AsTask());
        await device.WriteAsync("12.345\r\n"u8.ToArray(), default);
        string heard = "";
        while (heard.Length < 8)
            heard += Encoding.ASCII.GetString(buffer, 0,
                await link.ReadAsync(buffer.AsMemory(0, 3), default).AsTask().WaitAsync(Daemon.Patience));
        Assert.Equal("12.345\r\n", heard);
        await link.WriteAsync(new byte[] { 0x00, 0x0A, 0x0D, 0x11, 0x13, 0xFF }, default); // nothing is changed on the way
        var arrived = new List<byte>();
        while (arrived.Count < 6)
            arrived.AddRange(buffer[..await device.ReadAsync(buffer, default).AsTask().WaitAsync(Daemon.Patience)]);
        Assert.Equal([0x00, 0x0A, 0x0D, 0x11, 0x13, 0xFF], arrived);
    }

    [Fact]
    public async Task A_file_that_is_no_serial_line_is_refused_as_one()
    {
        string file = _folder.File("plain");
        await File.WriteAllTextAsync(file, "x");
        var address = new SerialAddress(file, SerialLine.Usual);
        await Assert.ThrowsAsync<IOException>(() => address.OpenAsync(default).AsTask());
        await Assert.ThrowsAsync<IOException>(() => new FileAddress(_folder.File("absent")).OpenAsync(default).AsTask());
    }

    [Fact]
    public async Task Whoever_waits_for_a_device_hears_when_one_is_plugged_in()
    {
        using var hotPlug = new HotPlug(_folder.Path);
        var changed = hotPlug.Changed;
        Directory.CreateDirectory(_folder.File("usb")); // made with the first printer
        await changed.WaitAsync(Daemon.Patience);
        changed = hotPlug.Changed;
        await File.WriteAllTextAsync(_folder.File("usb/lp0"), "");
        await changed.WaitAsync(Daemon.Patience);
    }

    private string? Found(string text) =>
        LinkAddress.TryParse(text, out var address, out _) ? UsbDevices.Find((UsbAddress)address, _folder.Path) : null;

    private void Plug(string socket, string maker, string product, string serial, string kind, string node)
    {
        string usb = Directory.CreateDirectory(_folder.File($"devices/{socket}")).FullName;
        File.WriteAllText(Path.Combine(usb, "idVendor"), $"{maker}\n");
        File.WriteAllText(Path.Combine(usb, "idProduct"), $"{product}\n");
        File.WriteAllText(Path.Combine(usb, "manufacturer"), "EPSON\n");
        File.WriteAllText(Path.Combine(usb, "product"), "TM-T88V\n");
        if (serial.Length > 0)
            File.WriteAllText(Path.Combine(usb, "serial"), $"{serial}\n");
        string real = Directory.CreateDirectory(Path.Combine(usb, $"{socket}:1.0", kind, node)).FullName;
        Directory.CreateDirectory(_folder.File($"class/{kind}"));
        File.CreateSymbolicLink(_folder.File($"class/{kind}/{node}"), real);
    }
}
