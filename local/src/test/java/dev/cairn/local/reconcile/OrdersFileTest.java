package dev.cairn.local.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shop's list of orders: what is read, and that each fault names its line and column. */
class OrdersFileTest {
    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");

    @TempDir
    Path folder;

    private List<ShopOrder> read(String text) throws IOException {
        return OrdersFile.read(Files.writeString(folder.resolve("orders.csv"), text), BRUSSELS);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-22,2026-03-22",
        "2026-03-22 23:59:00,2026-03-22",
        "2026-03-22T23:59:00,2026-03-22",
        "2026-03-22T23:30:00Z,2026-03-23",
        "2026-03-22 23:30:00+00:00,2026-03-23",
        "2026-03-23T00:30:00+02:00,2026-03-22",
    })
    void N9_aTimeIsADayOfTheSitesZone(String at, String day) throws IOException {
        assertThat(read("order_id,at,amount,currency\n1001," + at + ",59.90,EUR\n"))
                .singleElement()
                .satisfies(order -> {
                    assertThat(order.day()).hasToString(day);
                    assertThat(order.id()).isEqualTo("1001");
                    assertThat(order.amount().amount()).isEqualByComparingTo("59.90");
                });
    }

    @Test
    void N9_columnsMayComeInAnyOrderWithOthersBetween() throws IOException {
        assertThat(read("\uFEFFcurrency;name;order_id;amount;at\r\nEUR;\"Lamp; red\";\"10\"\"1\";5;2026-03-22\r\n\r\n"))
                .singleElement()
                .satisfies(order -> assertThat(order.id()).isEqualTo("10\"1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2026-03-22,\"12,50\",EUR|line 2, column amount: \"12,50\" is not an amount",
                "1,2026-03-22,-5,EUR|line 2, column amount: \"-5\"",
                "1,2026-02-30,5,EUR|line 2, column at: \"2026-02-30\" is not a time",
                "1,22.03.2026,5,EUR|line 2, column at: \"22.03.2026\"",
                "1,2026-03-22,5,euro|line 2, column currency: \"euro\" is not a currency",
                ",2026-03-22,5,EUR|line 2, column order_id: \"\" is not an order id",
                "1,2026-03-22,5|line 2: has 3 columns; the first line has 4",
                "1,2026-03-22,5,EUR,x|line 2: has 5 columns",
            })
    void N9_aFaultNamesLineAndColumn(String line, String fault) {
        assertThatThrownBy(() -> read("order_id,at,amount,currency\n" + line + "\n"))
                .isInstanceOf(OrdersFile.FaultyException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void N9_theLineIsThatOfTheFile() {
        assertThatThrownBy(() -> read("order_id,at,amount,currency\n\"a\nb\",2026-03-22,5,EUR\n\n"
                        + "c,2026-03-22,x,EUR\n\"a\nb\",2026-03-22,5,EUR\n"))
                .hasMessageContaining("line 5, column amount")
                .hasMessageContaining("line 6, column order_id: \"a\nb\" is on line 2 already");
    }

    @Test
    void N9_aMissingColumnIsNamedAndAnEmptyFileRefused() {
        assertThatThrownBy(() -> read("order_id,at,total,currency\n1,x,y,z\n"))
                .hasMessageEndingWith(
                        "line 1, column amount: is missing; the columns are order_id, at, total, currency");
        assertThatThrownBy(() -> read("")).hasMessageContaining("the file is empty");
        assertThatThrownBy(() -> read("order_id,at,amount,currency\n\"1,2026-03-22,5,EUR\n"))
                .isInstanceOf(OrdersFile.FaultyException.class);
    }

    @Test
    void itIsUtf8() throws IOException {
        Path file = Files.write(folder.resolve("latin.csv"), "order_id,at,ö".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> OrdersFile.read(file, BRUSSELS)).hasMessageContaining("not UTF-8");
    }

    @Test
    void theFirstTenFaultsAreSaid() {
        assertThatThrownBy(() -> read("order_id,at,amount,currency\n" + "a,b,c,d\n".repeat(40)))
                .satisfies(fault -> assertThat(fault.getMessage().lines()).hasSize(11));
    }
}
