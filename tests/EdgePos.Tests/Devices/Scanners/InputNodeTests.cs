using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices.Scanners;

/// <summary>Which of a USB device's input devices is meant by its address.</summary>
public sealed class InputNodeTests
{
    [Fact]
    public void Of_the_input_devices_of_a_scanner_it_is_the_one_that_has_digits_and_enter()
    {
        using var sys = new TempFolder();
        string usb = Path.Combine(sys.Path, "devices", "1-1.2");
        Put(usb, "idVendor", "05e0");
        Put(usb, "idProduct", "1200");
        Put(usb, "serial", "S9");

        // As a scanner's volume keys and its keyboard stand in /sys.
        Put(Path.Combine(usb, "input7"), "capabilities/key", "3f000303ff 0 0 483ffff17aff32d bfd4444600000000 1 130c730b17c000");
        Put(Path.Combine(usb, "input8"), "capabilities/key", "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe");
        foreach (string number in new[] { "7", "8" })
        {
            string node = Path.Combine(usb, $"input{number}", $"event{number}");
            Directory.CreateDirectory(node);
            Directory.CreateSymbolicLink(Path.Combine(node, "device"), Path.Combine(usb, $"input{number}"));
            Directory.CreateDirectory(Path.Combine(sys.Path, "class", "input"));
            Directory.CreateSymbolicLink(Path.Combine(sys.Path, "class", "input", $"event{number}"), node);
        }

        Assert.True(LinkAddress.TryParse("usb-input://05e0:1200/S9", out var address, out _));
        Assert.Equal("/dev/input/event8", UsbDevices.Find((UsbAddress)address, sys.Path));
    }

    private static void Put(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
    }
}
