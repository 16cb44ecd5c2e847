/** Everyday names, combined at random: whoever bears such a combination is not meant. */
export const FEMALE_NAMES: readonly string[] = (
  'Alejandra Amanda Andrea Antonia Bárbara Beatriz Camila Carla Carolina Catalina Cecilia Claudia Constanza Cristina Daniela Elena ' +
  'Elisa Fernanda Francisca Gabriela Gloria Ignacia Inés Isabel Javiera Jimena Josefa Julia Karina Laura Loreto Lorena Lucía Macarena ' +
  'Magdalena Marcela María Mariana Marta Millaray Mónica Natalia Nicole Pamela Patricia Paula Pilar Rayén Rocío Rosa Sandra Silvia ' +
  'Sofía Susana Tamara Valentina Valeria Verónica Victoria Ximena'
).split(' ');

export const MALE_NAMES: readonly string[] = (
  'Alberto Alejandro Andrés Antonio Benjamín Camilo Carlos Claudio Cristián Daniel Diego Eduardo Ernesto Esteban Felipe Fernando ' +
  'Francisco Gabriel Gonzalo Guillermo Héctor Hernán Hugo Ignacio Iván Jaime Javier Jorge José Juan Julio Lautaro Leonardo Luis Manuel ' +
  'Marcelo Marco Mario Martín Matías Mauricio Miguel Nahuel Nicolás Óscar Pablo Patricio Pedro Rafael Ramón Raúl Ricardo Roberto ' +
  'Rodrigo Sebastián Sergio Tomás Vicente Víctor'
).split(' ');

export const FAMILY_NAMES: readonly string[] = (
  'Acevedo Aguilera Alarcón Álvarez Araya Arriagada Astudillo Ávila Barrera Bravo Bustos Cabrera Cáceres Campos Cárdenas Carrasco ' +
  'Carvajal Castillo Castro Catrileo Cerda Contreras Cortés Curihuinca Díaz Donoso Escobar Espinoza Farías Fernández Figueroa Flores ' +
  'Fuentes Gallardo García Garrido Godoy Gómez González Guajardo Gutiérrez Henríquez Hernández Herrera Huenchumil Ibáñez Jara Jiménez ' +
  'Lagos Leiva Lizama Llanquileo López Maldonado Mamani Martínez Medina Mella Mendoza Meza Miranda Molina Montecinos Morales Moreno ' +
  'Muñoz Navarrete Núñez Olivares Orellana Ortiz Palma Parra Peña Pérez Pino Pizarro Poblete Quezada Quispe Ramírez Ramos Retamal Reyes ' +
  'Riquelme Rivera Rojas Romero Rubilar Ruiz Saavedra Salazar Salinas Sánchez Sandoval Sepúlveda Silva Soto Tapia Toledo Toro Torres ' +
  'Urrutia Valdés Valenzuela Vargas Vásquez Vega Vera Vergara Vidal Villalobos Yáñez Zamora Zapata Zúñiga'
).split(' ');
