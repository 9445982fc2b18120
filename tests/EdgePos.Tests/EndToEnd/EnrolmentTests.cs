using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A machine becomes a box of head office's, through a real Mosquitto that wants certificates.</summary>
public sealed class EnrolmentTests
{
    [Fact]
    public async Task A_file_makes_a_machine_a_box_that_sells_and_reports_and_it_is_of_use_once()
    {
        await using var shop = await EnrolmentShop.MakeAsync();
        string claim = await shop.ClaimAsync("S1/box1", "--set", "Store:Name=The Corner");
        await shop.OpenAsync();
        var (code, output) = await shop.EnrolAsync("counter", claim);
        Assert.True(code == 0, output);
        Assert.False(File.Exists(claim)); // it is called used
        await using (var box = await shop.BoxOf("counter").StartAsync())
        {
            await new Till(box).ImportUsual();
            await new Till(box).Sell("SOAP");
            var status = await box.UntilConfirmedAsync();
            Assert.Equal(("acme", "S1", "box1", LinkState.Up), (status.Tenant, status.Store, status.Box, status.HeadOffice));
        }

        // The same machine once more, as after a power cut, is the same machine. Another one is refused, and nothing of it is touched.
        (code, output) = await shop.EnrolAsync("counter", claim + ".used");
        Assert.True(code == 0, output);
        (code, output) = await shop.EnrolAsync("thief", claim + ".used.used");
        Assert.True(code == 65 && output.Contains("ENROLMENT_USED", StringComparison.Ordinal), output);
        Assert.Empty(Directory.EnumerateFiles(shop.SettingsOf("thief")));
        Assert.Contains("S1/box1 is a machine already", await shop.VerbAsync(65, "enrol", "S1/box1", "--broker", "localhost:1"),
            StringComparison.Ordinal);
        // Private, wherever it lies.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(shop.DataOf("counter"), "broker/box.pem")));
    }

    [Fact]
    public async Task What_is_damaged_expired_unknown_or_for_another_is_a_clear_line_and_nothing_is_changed()
    {
        await using var shop = await EnrolmentShop.MakeAsync();
        string claim = await shop.ClaimAsync("S1/box1"), mistaken = await shop.ClaimAsync("S2/box1");
        await shop.OpenAsync();
        string line = (await File.ReadAllLinesAsync(claim)).Single(one => one.StartsWith("edgepos", StringComparison.Ordinal));
        var read = ClaimText.Read(line);
        await Refused(line[..^5], "ENROLMENT_DAMAGED");
        await Refused(string.Concat(line.AsSpan(0, 300), line[300] == 'A' ? "B" : "A", line.AsSpan(301)), "ENROLMENT_DAMAGED");
        await Refused("edgepos-enrol-2." + line, "ENROLMENT_DAMAGED");
        await Refused(With(over => over.ValidUntilUs = 1), "ENROLMENT_EXPIRED");
        await Refused(With(over => over.Claim = "enrol-00"), null);
        await Refused(With(over => over.Tenant = ""), "ENROLMENT_DAMAGED");
        await Refused(With(over => over.Key = over.HeadOfficeKey), "ENROLMENT_DAMAGED");
        Assert.False(File.Exists(Path.Combine(shop.DataOf("machine"), "broker/box.pem")));

        // A box that has sold is not made another one by the wrong file.
        Assert.Equal(0, (await shop.EnrolAsync("machine", claim)).ExitCode);
        await using (await shop.BoxOf("machine").StartAsync())
        {
        }

        string before = await File.ReadAllTextAsync(Path.Combine(shop.SettingsOf("machine"), "10-enrolled.json"));
        await Refused(await File.ReadAllTextAsync(mistaken), "ENROLMENT_OTHER_BOX");
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(shop.SettingsOf("machine"), "10-enrolled.json")));

        string With(Action<EnrolmentClaim> change)
        {
            var other = read.Clone();
            change(other);
            return ClaimText.Of(other);
        }

        async Task Refused(string text, string? why)
        {
            string file = shop.Folder.File(Path.GetRandomFileName());
            await File.WriteAllTextAsync(file, text);
            await using var enrolling = shop.BeginToEnrol("machine", file);
            if (why is null)
            {
                // Whose certificate opens another claim's topics for nothing: it is told, and tries on.
                for (long begun = TimeProvider.System.GetTimestamp();
                    !enrolling.Output.Contains("does not let this certificate", StringComparison.Ordinal); await Task.Delay(50))
                    Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, enrolling.Output);
                return;
            }

            Assert.Equal(65, await enrolling.WaitAsync());
            Assert.Contains(why, enrolling.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", enrolling.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_machine_takes_the_place_of_one_that_is_gone_and_goes_on_where_head_office_knows_it_was()
    {
        await using var shop = await EnrolmentShop.MakeAsync();
        string claim = await shop.ClaimAsync("S1/box1");
        await shop.OpenAsync();
        Assert.Equal(0, (await shop.EnrolAsync("first", claim)).ExitCode);
        await using (var box = await shop.BoxOf("first").StartAsync())
        {
            await new Till(box).ImportUsual();
            await box.Stock.ReceiveAsync(new ReceiveStockRequest
            {
                CommandId = Till.NewId(),
                Supplier = "Mill",
                Document = "D-1",
                Lines = { new StockMove { Sku = "SOAP", QuantityThousandths = 10_000 } },
            }, Daemon.As(1));
            await new Till(box).Sell("SOAP");
            await box.UntilConfirmedAsync();
        }

        string another = await shop.ClaimAsync("S1/box1", "--replace");
        var (code, output) = await shop.EnrolAsync("second", another);
        Assert.True(code == 0 && output.Contains("a new ledger, after the one that ended at entry", StringComparison.Ordinal), output);
        await using (var box = await shop.BoxOf("second").StartAsync())
        {
            await new Till(box).ImportUsual();
            Assert.Equal(9_000, (await box.Stock.GetAsync(new GetStockRequest { Skus = { "SOAP" } }, Daemon.As(1)))
                .Levels.Single().OnHandThousandths);
            string number = (await new Till(box).Sell("SOAP")).ReceiptNumber;
            Assert.Equal("S1-1-20002", number); // the first was 1, and what was not sent yet nobody knows
            await box.UntilConfirmedAsync();
        }

        // The books of head office are sound, with both ledgers.
        var (proven, words) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", "verify", "--data-folder", shop.Office);
        Assert.True(proven == 0, words);
    }

    [Fact]
    public async Task A_box_that_was_enrolled_is_restored_from_its_backup_and_needs_no_new_file()
    {
        await using var shop = await EnrolmentShop.MakeAsync();
        string claim = await shop.ClaimAsync("S1/box1"), key = shop.Folder.File("shop.key");
        await shop.OpenAsync();
        Assert.Equal(0, (await shop.EnrolAsync("counter", claim)).ExitCode);
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "long enough to guess\n", "backup", "new-key", key);
        Assert.True(code == 0, output);
        await using (var box = await shop.BoxOf("counter").StartAsync())
        {
            await new Till(box).ImportUsual();
            await new Till(box).Sell("SOAP");
            await box.UntilConfirmedAsync();
            (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", "backup", "--gateway", box.Address,
                "--to", shop.Folder.Path, "--key", key + ".pub", "--own-disk");
            Assert.True(code == 0, output);
        }

        Directory.Delete(shop.DataOf("counter"), recursive: true);
        Directory.Delete(shop.SettingsOf("counter"), recursive: true);
        (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "long enough to guess\n", "restore",
            Directory.GetFiles(shop.Folder.Path, "*.backup").Single(), "--key", key, "--data-folder", shop.DataOf("counter"),
            "--settings-folder", shop.SettingsOf("counter"), "--behind-head-office");
        Assert.True(code == 0, output); // it asked head office by the certificate that is in it
        Assert.DoesNotContain("cannot be asked", output, StringComparison.Ordinal);
        await using var restored = await shop.BoxOf("counter").StartAsync();
        await new Till(restored).Sell("SOAP");
        await restored.UntilConfirmedAsync();
    }

    [Fact]
    public async Task A_machine_with_nothing_in_hand_shows_a_code_and_head_office_adopts_it()
    {
        await using var shop = await EnrolmentShop.MakeAsync();
        string claim = await shop.ClaimAsync("", "--valid-hours", "8760");
        await shop.OpenAsync();
        await using var first = shop.BeginToEnrol("first", claim);
        await using var second = shop.BeginToEnrol("second", claim);
        string code = await EnrolmentShop.CodeOfAsync(first), other = await EnrolmentShop.CodeOfAsync(second);
        Assert.NotEqual(code, other);
        for (long begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(100))
        {
            string waiting = await shop.VerbAsync(0, "adopt");
            if (waiting.Contains(code, StringComparison.Ordinal) && waiting.Contains(other, StringComparison.Ordinal))
                break;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, waiting);
        }

        string[] as7 = ["S7/box1", "--set", "Store:Currency=EUR"];
        Assert.Contains("no box that waits shows", await shop.VerbAsync(65, ["adopt", "0000-0000-0000", .. as7]), StringComparison.Ordinal);
        await shop.VerbAsync(0, ["adopt", code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), .. as7]);
        await shop.TellRightsAsync();
        Assert.Equal(0, await first.WaitAsync());
        await using var box = await shop.BoxOf("first").StartAsync();
        Assert.Equal("S7", (await box.UntilConfirmedAsync()).Store);
        Assert.False(second.HasExited); // its code is another one
    }

    [Fact]
    public async Task A_certificate_that_nears_its_end_is_renewed_while_the_box_sells()
    {
        await using var shop = await EnrolmentShop.MakeAsync();
        string claim = await shop.ClaimAsync("S1/box1");
        await shop.OpenAsync();
        Assert.Equal(0, (await shop.EnrolAsync("counter", claim)).ExitCode);
        string file = Path.Combine(shop.DataOf("counter"), "broker/box.pem");
        using (var own = X509Certificate2.CreateFromPemFile(file, file))
        using (var key = own.GetECDsaPrivateKey()!)
        using (var authority = BoxesAuthority.OpenOrMake(shop.Office, "acme", TimeProvider.System))
        {
            var now = TimeProvider.System.GetUtcNow();
            using var old = authority.Issue(own.PublicKey, "acme.S1.box1", CertificateUse.Client, now, now.AddMinutes(20), []);
            await File.WriteAllTextAsync(file, $"{old.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        }

        await using var box = await shop.BoxOf("counter").StartAsync();
        await box.UntilSaysAsync("is renewed");
        using (var renewed = X509Certificate2.CreateFromPemFile(file, file))
            Assert.True(renewed.NotAfter > TimeProvider.System.GetLocalNow().AddDays(80).DateTime);
        await box.StopAsync();
        await box.StartAsync();
        await box.UntilConfirmedAsync(); // by the new one
    }
}
